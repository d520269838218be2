using System.Globalization;
using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Traces;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>
/// <c>GET</c> and <c>HEAD /v1/traces/{request_id}</c> [/api-reference/traces/retrieve], [/api-reference/traces/inspect]; the list is our reading.
/// </summary>
internal sealed class TraceEndpoints(TraceStore traces, PayloadLinks links)
{
    private const string Path = "/v1/traces";
    private const string OnePath = $"{Path}/{EndpointTable.Parameter}";
    private const string Limit = "limit";
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    public IEnumerable<GatewayEndpoint> All =>
    [
        new("GET", Path, ListAsync),
        new("GET", OnePath, RetrieveAsync),
        new("HEAD", OnePath, InspectAsync),
    ];

    private Task ListAsync(GatewayCall call)
    {
        TraceRecord[] all = traces.Of(call.Key!.OrganizationId, ReadLimit(call.Request));
        return JsonAnswer.WriteAsync(
            call.Response,
            all,
            (writer, found) => ListJson.Write(writer, found, (w, trace) => TraceJson.Write(w, trace, Link(call, trace))),
            call.Aborted);
    }

    private Task RetrieveAsync(GatewayCall call)
    {
        TraceRecord trace = Find(call);
        return JsonAnswer.WriteAsync(
            call.Response, (trace, Link: Link(call, trace)), static (writer, t) => TraceJson.Write(writer, t.trace, t.Link), call.Aborted);
    }

    private Task InspectAsync(GatewayCall call)
    {
        TraceRecord trace = Find(call);
        IHeaderDictionary headers = call.Response.Headers;
        headers[ServiceHeaders.TraceStatus] = trace.StatusCode.ToString(CultureInfo.InvariantCulture);

        // A header that has no value is not sent.
        headers[ServiceHeaders.TraceProvider] = trace.Route?.Provider;
        headers[ServiceHeaders.TracePayload] = Link(call, trace);
        return Task.CompletedTask;
    }

    private TraceRecord Find(GatewayCall call) =>
        traces.Find(call.Key!.OrganizationId, call.Parameter) ?? throw GatewayException.NotFound($"unknown trace: {call.Parameter}");

    private string? Link(GatewayCall call, TraceRecord trace) =>
        trace.Archive is null ? null : links.Mint(call.Request, trace.RequestId);

    private static int ReadLimit(HttpRequest request)
    {
        string? text = request.Query[Limit];
        return text is null
            ? DefaultLimit
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= LargestLimit
                ? limit
                : throw GatewayException.InvalidRequest($"{Limit} must be 1 to {LargestLimit}");
    }
}
