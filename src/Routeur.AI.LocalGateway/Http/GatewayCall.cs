using System.Text;
using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Recording;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>One request on its way through the gateway.</summary>
internal sealed class GatewayCall(HttpContext context, RequestLog log, TimeProvider time, DateTimeOffset timestamp)
{
    private readonly long _started = time.GetTimestamp();
    private RecordedRequest? _record;

    public HttpRequest Request => context.Request;

    public HttpResponse Response => context.Response;

    /// <summary>The connection went away.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    public DateTimeOffset Timestamp { get; } = timestamp;

    public string RequestId { get; } = Http.RequestId.New(timestamp);

    public byte[] Body { get; set; } = [];

    /// <summary>Whose request it is; null until the key was checked.</summary>
    public GatewayKey? Key { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

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
            Request.PathBase + Request.Path + Request.QueryString,
            RecordedHeaders.Copy(Request.Headers),
            Encoding.UTF8.GetString(Body),
            route);
        log.Add(_record);
        return _record;
    }

    public void Finish(RequestOutcome outcome)
    {
        Record(route: null);
        _record!.Finish(outcome);
    }

    public void Cut() => context.Abort();
}
