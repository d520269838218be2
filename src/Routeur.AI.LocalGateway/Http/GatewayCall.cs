using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Recording;
using Routeur.AI.LocalGateway.Traces;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>One request on its way through the gateway.</summary>
internal sealed class GatewayCall(HttpContext context, RequestLog log, TraceStore traces, TimeProvider time, DateTimeOffset timestamp)
{
    // Nobody saw a status; what the trace says then is not documented.
    private const int ClientClosedRequest = StatusCodes.Status499ClientClosedRequest;

    private readonly long _started = time.GetTimestamp();
    private RecordedRequest? _record;
    private bool _isTraced;

    public IFeatureCollection Features => context.Features;

    public HttpRequest Request => context.Request;

    public HttpResponse Response => context.Response;

    /// <summary>The connection went away.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    public DateTimeOffset Timestamp { get; } = timestamp;

    public string RequestId { get; } = Http.RequestId.New(timestamp);

    public byte[] Body { get; set; } = [];

    /// <summary>Whose request it is; null until the key was checked.</summary>
    public GatewayKey? Key { get; set; }

    /// <summary>What the path has in the place of the endpoint's parameter, or nothing.</summary>
    public string Parameter { get; set; } = "";

    /// <summary>The trace that this request leaves; null when it leaves none.</summary>
    public TraceRecord? Trace { get; set; }

    private TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>
    /// Puts the request on record, once. It happens before the first byte of the answer, so that a client that has an answer finds its
    /// request.
    /// </summary>
    public RecordedRequest Record(GatewayRoute? route)
    {
        if (_record is not null)
        {
            return _record;
        }

        _record = new RecordedRequest(
            RequestId,
            Timestamp,
            Request.Method,
            RecordedPath.Of(Request),
            RecordedHeaders.Copy(Request.Headers),
            Encoding.UTF8.GetString(Body),
            route);
        log.Add(_record);
        return _record;
    }

    /// <summary>
    /// Completes the trace, once. It happens before the last byte of the answer, so that a client that has the answer finds its trace, and
    /// reads there what the answer's <c>routeur</c> block says.
    /// </summary>
    public void Complete(int status)
    {
        if (Trace is { } trace && !_isTraced)
        {
            _isTraced = true;
            trace.StatusCode = status;
            trace.LatencyMs = (long)Elapsed.TotalMilliseconds;
            traces.Add(trace);
        }
    }

    public void Finish(RequestOutcome outcome)
    {
        Record(route: null);
        if (Trace is { } trace)
        {
            Complete(Response.HasStarted || outcome == RequestOutcome.Answered ? Response.StatusCode : ClientClosedRequest);
            traces.Settle(trace);
        }

        _record!.Finish(outcome);
    }

    public void Cut() => context.Abort();
}
