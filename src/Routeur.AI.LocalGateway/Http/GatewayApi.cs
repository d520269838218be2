using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Chat;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Limits;
using Routeur.AI.LocalGateway.Management;
using Routeur.AI.LocalGateway.Policies.Dlp;
using Routeur.AI.LocalGateway.Policies.Moderation;
using Routeur.AI.LocalGateway.Recording;
using Routeur.AI.LocalGateway.Routing;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Traces;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>Puts the service's API together: everything between a host and the upstreams.</summary>
internal static class GatewayApi
{
    /// <exception cref="ArgumentException">A rule, a key or an organisation is wrong.</exception>
    public static GatewayPipeline Create(
        RouteurLocalGatewayOptions options, string apiKey, RequestLog log, ReplyScript replies, UpstreamSelection upstreams, ILogger logger)
    {
        TimeProvider time = options.TimeProvider;
        var keys = new KeyRing(options, apiKey);
        var limiter = new RateLimiter(options.RequestsPerMinute, options.TokensPerMinute, options.RateWindow, time);
        var resolver = new RouteResolver([.. options.Models]);
        var routes = new RouteTables(options.Rules, time);
        var traces = new TraceStore(options.MaxTraces, options.MaxPayloadBytes);
        var links = new PayloadLinks(options.PayloadUrlLifetime, time);
        var payloads = new PayloadEndpoint(traces, links);
        var chat = new ChatEndpoint(
            resolver,
            routes,
            new DlpGate(new DlpPolicy(options.DlpRules, options.DlpMatchTimeout)),
            replies,
            upstreams,
            new AnswerDelivery(new ModerationPolicy(options.ModerationRules), limiter),
            new TraceBlock(links));

        GatewayEndpoint[] endpoints =
        [
            new("POST", ChatEndpoint.Path, chat.HandleAsync) { IsTraced = true },
            .. new ModelEndpoints(resolver).All,
            .. new RouteEndpoints(routes, new RouteReader(resolver.Models)).All,
            .. new TraceEndpoints(traces, links).All,
            .. new KeyEndpoints(keys).All,
            new("GET", PayloadEndpoint.Path, payloads.HandleAsync) { IsOpen = true },
        ];
        return new GatewayPipeline(
            keys,
            limiter,
            log,
            traces,
            new PayloadRecorder(options.StorePayloads, options.MaxPayloadLayerBytes),
            new EndpointTable(endpoints),
            options.MaxRequestBodyBytes,
            time,
            logger);
    }
}
