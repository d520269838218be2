using System.Text.Json;

namespace Routeur.AI.LocalGateway;

/// <summary>A request as the gateway received it. Safe for use by several threads.</summary>
public sealed class RecordedRequest
{
    private readonly TaskCompletionSource<RequestOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RecordedRequest(
        string requestId,
        DateTimeOffset timestamp,
        string method,
        string path,
        IReadOnlyDictionary<string, string> headers,
        string body,
        GatewayRoute? route)
    {
        RequestId = requestId;
        Timestamp = timestamp;
        Method = method;
        Path = path;
        Headers = headers;
        Body = body;
        Route = route;
    }

    /// <summary>The id that the answer's <c>routeur</c> block carries.</summary>
    public string RequestId { get; }

    /// <summary>When it arrived, on the gateway's clock.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The HTTP method, in capitals.</summary>
    public string Method { get; }

    /// <summary>The path with its query, for example <c>/v1/chat/completions</c>; the signature of a payload archive is replaced.</summary>
    public string Path { get; }

    /// <summary>The headers; names are compared without regard to case, several values are joined by a comma, credentials are replaced.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body's text as it came; empty when there was none or it was too large.</summary>
    public string Body { get; }

    /// <summary>Where the request was routed to; null when it was refused before that.</summary>
    public GatewayRoute? Route { get; }

    /// <summary>Completes when the gateway has stopped working on the request. It never fails.</summary>
    public Task<RequestOutcome> Outcome => _outcome.Task;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonElement ReadJson()
    {
        using JsonDocument document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }

    /// <summary>The method, the path and the route.</summary>
    public override string ToString() => Route is null ? $"{Method} {Path}" : $"{Method} {Path} → {Route.Provider}/{Route.Model} ({Route.Reason})";

    internal void Finish(RequestOutcome outcome) => _outcome.TrySetResult(outcome);
}
