using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>A fake network: answers requests in process and remembers them.</summary>
internal sealed class StubHandler(Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    public StubHandler(Func<RecordedRequest, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Answers every request with this JSON.</summary>
    public static StubHandler Json(string json, HttpStatusCode status = HttpStatusCode.OK) => new(_ => Response(json, "application/json", status));

    /// <summary>Answers every request with these server-sent events, verbatim.</summary>
    public static StubHandler Events(string text, int pieceSize = int.MaxValue) =>
        new(_ => Response(new NetworkStream(Encoding.UTF8.GetBytes(text), pieceSize), "text/event-stream"));

    public static HttpResponseMessage Response(string body, string mediaType = "application/json", HttpStatusCode status = HttpStatusCode.OK) =>
        Response(new NetworkStream(Encoding.UTF8.GetBytes(body)), mediaType, status);

    public static HttpResponseMessage Response(Stream body, string mediaType = "application/json", HttpStatusCode status = HttpStatusCode.OK)
    {
        var content = new StreamContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return new HttpResponseMessage(status) { Content = content };
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
        {
            headers[header.Key] = string.Join(header.Key == "User-Agent" ? " " : ",", header.Value);
        }

        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var recorded = new RecordedRequest(request.Method.Method, request.RequestUri!, headers, body);
        _requests.Enqueue(recorded);
        return await answer(recorded, cancellationToken);
    }
}
