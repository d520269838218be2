using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Recording;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// A local stand-in for the gateway of routeur.ai, with a simulated model behind it: it listens on 127.0.0.1, and needs no key of the
/// service, no network and no money. Many can run in one process. Safe for use by several threads.
/// </summary>
/// <remarks>
/// It behaves as the service's documentation says; where that is silent, the package's README says what the gateway does. Disposing it
/// lets answers that are under way come to their end (see <see cref="RouteurLocalGatewayOptions.ShutdownTimeout"/>) and frees the port.
/// </remarks>
public sealed class RouteurLocalGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly RequestLog _log;
    private readonly ScriptedUpstreams _upstreams;

    private RouteurLocalGateway(WebApplication app, string apiKey, CancellationTokenSource stopping, RequestLog log, ScriptedUpstreams upstreams)
    {
        _app = app;
        _stopping = stopping;
        _log = log;
        _upstreams = upstreams;
        ApiKey = apiKey;
        Endpoint = new Uri(app.Urls.Single() + "/v1");
    }

    /// <summary>The base URL for clients: <c>http://127.0.0.1:&lt;port&gt;/v1</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>The key that clients must send. It opens nothing but this gateway.</summary>
    public string ApiKey { get; }

    /// <summary>
    /// The requests received so far, oldest first: a copy, of the latest <see cref="RouteurLocalGatewayOptions.MaxRecordedRequests"/>. A
    /// request is here before the first byte of its answer is on its way.
    /// </summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>Starts a gateway; it serves as soon as the task completes.</summary>
    /// <param name="options">How it behaves; null for the defaults. It is read during the call and not kept.</param>
    /// <param name="cancellationToken">Stops the start, not the gateway.</param>
    /// <returns>The running gateway. Whoever started it disposes it.</returns>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<RouteurLocalGateway> StartAsync(
        RouteurLocalGatewayOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RouteurLocalGatewayOptions();
        OptionsCheck.Run(options);
        return await StartAsync(options, new SimulatedUpstream(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prepares the answer to the next chat request that is let through: well-formed, with a valid key, no dry run.</summary>
    /// <param name="reply">The answer. Several are given out in the order in which they came; after them the simulated model answers.</param>
    public void Enqueue(ScriptedReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        _upstreams.Add(reply);
    }

    /// <summary>Forgets the recorded requests.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops the gateway: takes no more requests, finishes answers that are under way without their delays, and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<RouteurLocalGateway> StartAsync(
        RouteurLocalGatewayOptions options, IUpstream upstream, CancellationToken cancellationToken)
    {
        string apiKey = options.ApiKey ?? KeySecret.New();
        ILogger logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<RouteurLocalGateway>();
        var stopping = new CancellationTokenSource();
        var log = new RequestLog(options.MaxRecordedRequests);
        var upstreams = new ScriptedUpstreams(upstream, options.ChunkDelay, options.TimeProvider, stopping.Token);
        GatewayPipeline pipeline = GatewayApi.Create(options, apiKey, log, upstreams, logger);

        WebApplication app = LoopbackHost.Build(options, pipeline.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new RouteurLocalGateway(app, apiKey, stopping, log, upstreams);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
