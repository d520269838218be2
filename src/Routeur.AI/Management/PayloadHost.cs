using System.ClientModel.Primitives;
using Routeur.AI.Pipeline;
using Routeur.AI.Resilience;

namespace Routeur.AI.Management;

/// <summary>
/// Fetches payload archives from wherever the service points: on a pipeline and connections of its own, which know neither key nor Routeur
/// headers, follow no redirect, keep no cookies, and put the address (a secret) into no log, trace or message.
/// </summary>
internal sealed class PayloadHost : IDisposable
{
    private readonly RouteurClient _client;
    private readonly TimeProvider _timeProvider;
    private readonly Lazy<HttpClient> _http;
    private readonly Lazy<RouteurPipeline> _pipeline;

    /// <param name="client">Whose settings hold.</param>
    /// <param name="timeProvider">The clock of time-outs and retries.</param>
    /// <param name="handler">Sends the requests; tests bring their own.</param>
    public PayloadHost(RouteurClient client, TimeProvider timeProvider, HttpMessageHandler? handler)
    {
        _client = client;
        _timeProvider = timeProvider;
        _http = new Lazy<HttpClient>(() => new HttpClient(handler ?? CreateHandler(client.Settings.ConnectTimeout))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        });
        _pipeline = new Lazy<RouteurPipeline>(CreatePipeline);
    }

    /// <summary>Why this address is not fetched; null when it may be. Never repeats the address.</summary>
    public static string? FindProblem(Uri address) =>
        !address.IsAbsoluteUri ? "The address is not absolute." :
        address.UserInfo.Length > 0 ? "The address contains user info, which a signed address does not." :
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) ? null :
        $"The address is {address.Scheme} to \"{address.Host}\". Use https; only a loopback address may be plain http.";

    /// <exception cref="RouteurException">The archive cannot be had.</exception>
    public async Task<TracePayload> OpenAsync(Uri address, long maxBytes, CancellationToken cancellationToken)
    {
        _client.ThrowIfDisposed(_client);
        RouteurSettings settings = _client.Settings;

        // Reads of the content bring tokens of their own; all of them stop the one download.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var call = new CallState(settings);
        Exchange? exchange = null;
        try
        {
            exchange = await _pipeline.Value.SendAsync("GET", address, body: null, call, stream: true, stop.Token).ConfigureAwait(false);
            ThrowIfError(exchange.Response, address);
            var payload = new TracePayload(exchange, stop, maxBytes, cancellationToken);
            (exchange, stop) = (null, null!);
            return payload;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && Last(e) is OperationCanceledException)
        {
            throw new OperationCanceledException("The download was cancelled.", e, cancellationToken);
        }
        catch (Exception e) when (Last(e) is RouteurException error)
        {
            throw call.ForCaller(error);
        }
        finally
        {
            exchange?.Dispose();
            stop?.Dispose();
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    // The SDK's retry loop reports several failed attempts in one exception; the last one tells why.
    private static Exception Last(Exception exception) => exception is AggregateException { InnerExceptions: [.., { } last] } ? last : exception;

    private static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout)
    {
        SocketsHttpHandler handler = RouteurHttp.CreateHandler(connectTimeout);

        // Null also keeps the whole address out of the activities that tracing would record.
        handler.ActivityHeadersPropagator = null;
        return handler;
    }

    private RouteurPipeline CreatePipeline()
    {
        var options = new ClientPipelineOptions
        {
            Transport = new HttpClientPipelineTransport(_http.Value, enableLogging: false, loggerFactory: null),
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            RetryPolicy = new RouteurRetryPolicy(() => _client.Settings, _timeProvider, _client.Logger, clientDisposed: _client.Disposed),
        };
        return new RouteurPipeline(ClientPipeline.Create(options, [], [new AttemptPolicy(_timeProvider, endpointSetting: null, _client.Disposed)], []), _timeProvider, _client.Disposed);
    }

    // The body is not quoted: hosts of signed addresses repeat what was signed in their errors.
    private static void ThrowIfError(PipelineResponse response, Uri address)
    {
        if (response.Status is >= 200 and < 300)
        {
            return;
        }

        RouteurErrorCode code = response.Status switch
        {
            >= 300 and < 400 => RouteurErrorCode.InvalidResponse,
            400 or 401 or 403 => RouteurErrorCode.Forbidden,
            404 or 410 => RouteurErrorCode.NotFound,
            _ => RouteurErrorCode.Unknown,
        };
        string hint = response.Status switch
        {
            >= 300 and < 400 => "Redirects are not followed.",
            >= 400 and < 500 => "The address is short-lived and may have expired: get the trace again for a fresh one.",
            _ => "Try again later.",
        };
        throw new RouteurException(code, $"The payload host {address.Authority} answered HTTP {response.Status}. {hint}", response)
        {
            IsTransient = response.Status is 408 or 429 or 502 or 503 or 504,
        };
    }
}
