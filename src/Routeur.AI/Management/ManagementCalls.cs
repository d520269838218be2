using System.ClientModel.Primitives;
using System.Text.Json;
using Routeur.AI.Errors;
using Routeur.AI.Pipeline;
using Routeur.AI.Tracing;
using Routeur.AI.Wire;

namespace Routeur.AI.Management;

/// <summary>Sends requests of the management endpoints on the client's pipeline and reads what comes back. Thread-safe.</summary>
internal sealed class ManagementCalls(RouteurClient client)
{
    /// <summary>The largest answer that is read: 16 MiB. As JSON elements it takes several times its size.</summary>
    public const int MaxAnswerBytes = 16 * 1024 * 1024;

    /// <summary>Sends a request and reads the object that answers it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Makes the result; null when what was received is not enough for one.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RouteurException">The call failed, or its answer cannot be understood.</exception>
    public Task<T> ReadAsync<T>(ManagementRequest request, Func<TraceFields, T?> read, CancellationToken cancellationToken)
        where T : class =>
        ReadJsonAsync(request, json => json.ValueKind == JsonValueKind.Object ? read(new TraceFields(json)) : null, cancellationToken);

    /// <summary>Sends a request and reads whatever JSON answers it, which is undefined when the answer is empty.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Makes the result; null when what was received is not enough for one.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <param name="received">Is told how many bytes the answer has.</param>
    /// <exception cref="RouteurException">The call failed, or its answer cannot be understood.</exception>
    public Task<T> ReadJsonAsync<T>(
        ManagementRequest request, Func<JsonElement, T?> read, CancellationToken cancellationToken, Action<int>? received = null)
        where T : class =>
        RunAsync(
            request,
            async exchange =>
            {
                ReadOnlyMemory<byte> body = await exchange.ReadBodyAsync(MaxAnswerBytes).ConfigureAwait(false);
                received?.Invoke(body.Length);
                if (request.AnswerIsSecret)
                {
                    // What was read would stay in the response for whoever looks at it later, in an exception for example.
                    exchange.Response.ContentStream = new MemoryStream([], writable: false);
                }

                return Parse(body.Span, exchange) is { } json && read(json) is { } result
                    ? result
                    : throw NotUnderstood(request, exchange.Response, body.Span);
            },
            cancellationToken);

    /// <summary>Sends a request and reads the headers that answer it.</summary>
    /// <inheritdoc cref="ReadAsync{T}"/>
    public Task<T> ReadHeadersAsync<T>(ManagementRequest request, Func<PipelineResponseHeaders, T> read, CancellationToken cancellationToken) =>
        RunAsync(request, exchange => Task.FromResult(read(exchange.Response.Headers)), cancellationToken);

    /// <summary>Sends a request whose answer says nothing but that it succeeded.</summary>
    /// <exception cref="RouteurException">The call failed.</exception>
    public Task SendAsync(ManagementRequest request, CancellationToken cancellationToken) =>
        ReadHeadersAsync(request, static headers => headers, cancellationToken);

    private async Task<T> RunAsync<T>(ManagementRequest request, Func<Exchange, Task<T>> read, CancellationToken cancellationToken)
    {
        client.ThrowIfDisposed(client);
        RouteurSettings settings = client.Settings;
        var address = new Uri($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{request.Path}");
        var call = new CallState(settings) { Repeatable = !request.Creates };
        try
        {
            using Exchange exchange = await client.Pipeline
                .SendAsync(request.Method, address, request.Body, call, stream: false, cancellationToken).ConfigureAwait(false);
            return await read(exchange).ConfigureAwait(false);
        }
        catch (RouteurException e)
        {
            throw ManagementErrors.About(request, call.ForCaller(e));
        }
    }

    /// <summary>Parses a body; undefined when it is empty, null when it is no JSON.</summary>
    /// <exception cref="RouteurException">It is an error object.</exception>
    private static JsonElement? Parse(ReadOnlySpan<byte> body, Exchange exchange)
    {
        JsonElement answer;
        try
        {
            ReadOnlySpan<byte> json = JsonText.Trim(body);
            answer = json.IsEmpty ? default : KeptJson.ToElement(json);
        }
        catch (JsonException)
        {
            return null;
        }

        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null
            ? throw ErrorEnvelope.ToException(exchange.Response, error, exchange.TimeProvider.GetUtcNow())
            : answer;
    }

    private static RouteurException NotUnderstood(ManagementRequest request, PipelineResponse response, ReadOnlySpan<byte> received)
    {
        string problem = $"The answer does not hold what was asked for: {request.Subject}";
        return request.AnswerIsSecret
            ? new RouteurException(
                RouteurErrorCode.InvalidResponse, $"{problem} (HTTP {response.Status}). It is not shown here, since it may hold a secret.", response)
            : ErrorEnvelope.InvalidResponse(response, received, problem);
    }
}
