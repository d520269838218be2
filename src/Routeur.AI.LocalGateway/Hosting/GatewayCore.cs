using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Recording;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>A gateway without a server: everything between an <see cref="HttpContext"/> and the simulated model, put together.</summary>
internal sealed class GatewayCore
{
    private readonly GatewayPipeline _pipeline;

    /// <param name="options">Options that <see cref="OptionsCheck"/> has passed.</param>
    /// <param name="loggerFactory">Where defects are logged; null: nowhere.</param>
    /// <param name="upstream">Who answers; null: the simulated model.</param>
    /// <param name="stopping">Ends delays and stalls, so that answers come to their end.</param>
    public GatewayCore(RouteurLocalGatewayOptions options, ILoggerFactory? loggerFactory, IUpstream? upstream, CancellationToken stopping)
    {
        ApiKey = options.ApiKey ?? KeySecret.New();
        Log = new RequestLog(options.MaxRecordedRequests, options.MaxRecordedBytes);
        Replies = new ReplyScript(options.Strict);
        foreach (ScriptEntry entry in options.Script)
        {
            Replies.Add(new ScriptEntry(entry.Answer, entry.Remaining));
        }

        var pause = new GatewayPause(options.TimeProvider, stopping);
        var upstreams = new UpstreamSelection(upstream ?? new SimulatedUpstream(), options.ChunkDelay, options.Dialect, pause);
        _pipeline = GatewayApi.Create(
            options, ApiKey, Log, Replies, upstreams, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<RouteurLocalGateway>());
    }

    public string ApiKey { get; }

    public RequestLog Log { get; }

    public ReplyScript Replies { get; }

    public Task HandleAsync(HttpContext context) => _pipeline.HandleAsync(context);
}
