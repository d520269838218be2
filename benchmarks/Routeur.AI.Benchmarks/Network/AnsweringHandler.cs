using System.Net;
using System.Net.Http.Headers;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Benchmarks.Network;

/// <summary>A transport without a network: takes the request as <see cref="SocketsHttpHandler"/> would and gives the same bytes every time.</summary>
internal sealed class AnsweringHandler(Answer answer) : HttpMessageHandler
{
    private readonly MediaTypeHeaderValue _mediaType = new(answer.MediaType);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            // The length is asked for before the body is written, which some contents can only answer by writing themselves once.
            _ = content.Headers.ContentLength;
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }

        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StreamContent(new PieceStream(answer.Pieces)) { Headers = { ContentType = _mediaType } },
        };
    }
}
