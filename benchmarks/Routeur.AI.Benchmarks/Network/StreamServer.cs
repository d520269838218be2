using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Routeur.AI.Benchmarks.Network;

/// <summary>A Kestrel on 127.0.0.1 that does as little as a server can: it drains the request and sends prepared pieces, flushing each one.</summary>
internal sealed class StreamServer(WebApplication app) : IAsyncDisposable
{
    /// <summary>The base address for clients, <c>/v1</c> included.</summary>
    public Uri Endpoint { get; } = new(app.Urls.First() + "/v1");

    public static async Task<StreamServer> StartAsync(Answer answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.Run(context => RespondAsync(context, answer));
        await app.StartAsync();
        return new StreamServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task RespondAsync(HttpContext context, Answer answer)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = answer.MediaType;
        foreach (ReadOnlyMemory<byte> piece in answer.Pieces)
        {
            await context.Response.BodyWriter.WriteAsync(piece);
        }
    }
}
