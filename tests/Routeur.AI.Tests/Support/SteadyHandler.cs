using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>
/// A fake network for measurements: it remembers nothing, gives the same pieces every time, one for each read, and completes at once, so that
/// a whole call runs on the thread that made it.
/// </summary>
internal sealed class SteadyHandler(string mediaType, params string[] pieces) : HttpMessageHandler
{
    private readonly MediaTypeHeaderValue _mediaType = new(mediaType);
    private readonly ReadOnlyMemory<byte>[] _pieces = [.. pieces.Select(piece => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(piece))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StreamContent(new PieceStream(_pieces)) { Headers = { ContentType = _mediaType } },
        };
    }
}
