using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.ExceptionServices;
using Routeur.AI.Pipeline;
using Routeur.AI.Routing;

namespace Routeur.AI.Errors;

/// <summary>
/// The outermost policy: whatever fails behind it leaves as one <see cref="RouteurException"/>, for every message on the pipeline, also
/// those of the official client.
/// </summary>
/// <remarks>The SDK's <c>ErrorOptions = NoThrow</c> is invisible to policies; this one throws all the same.</remarks>
internal sealed class ErrorsPolicy(TimeProvider timeProvider) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessAsync(message, pipeline, currentIndex, async: false).AsTask().GetAwaiter().GetResult();

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessAsync(message, pipeline, currentIndex, async: true);

    private async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex, bool async)
    {
        try
        {
            if (async)
            {
                await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
            }
            else
            {
                ProcessNext(message, pipeline, currentIndex);
            }
        }
        catch (Exception e) when (e is ClientResultException or AggregateException { InnerExceptions: [.., not null] })
        {
            // The SDK's retry loop reports several failed attempts in one exception; the last one tells why.
            Exception last = e is AggregateException several ? several.InnerExceptions[^1] : e;
            Exception final = Final(last, message);
            if (ReferenceEquals(final, last))
            {
                ExceptionDispatchInfo.Throw(last);
            }

            throw final;
        }

        if (message.Response is not { } response || response is { IsError: false, Status: < 300 or >= 400 })
        {
            return;
        }

        CallState? call = CallState.Of(message);
        if (response.Status is >= 300 and < 400)
        {
            throw Final(Redirected(response), message);
        }

        ReadOnlyMemory<byte> body = await ErrorBody.ReadAsync(message, async).ConfigureAwait(false);
        string? provider = message.Request.Headers.TryGetValue(RouteurHeaderNames.Provider, out string? forced) ? forced : null;
        throw ErrorEnvelope.ToException(response, body, timeProvider.GetUtcNow(), call?.Attempts ?? 0, provider).WithoutKey(call?.Settings.ApiKey);
    }

    private Exception Final(Exception exception, PipelineMessage message)
    {
        if (exception is OperationCanceledException && message.CancellationToken.IsCancellationRequested)
        {
            // The caller's own, during a later attempt.
            return exception;
        }

        return (exception as RouteurException ?? TransportErrors.Translate(exception, message.Request.Uri, RouteurSettings.EndpointSetting, timeProvider.GetUtcNow())) is { } error
            ? CallState.Of(message)?.ForCaller(error) ?? error
            : exception;
    }

    // Following it would send the prompt and the Routeur-* headers to wherever the answer points.
    private static RouteurException Redirected(PipelineResponse response)
    {
        string target = response.Headers.TryGetValue("Location", out string? location) && Uri.TryCreate(location, UriKind.Absolute, out Uri? uri)
            ? $" to {Excerpt.Cut(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), Excerpt.MaxWordChars)}"
            : "";
        return new RouteurException(
            RouteurErrorCode.InvalidResponse,
            Secrets.Hide($"The service redirected the request{target} (HTTP {response.Status}), which Routeur.AI does not follow. Check {RouteurSettings.EndpointSetting}."),
            response);
    }
}
