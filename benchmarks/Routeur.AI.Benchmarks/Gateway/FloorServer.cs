using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Routeur.AI.Processes;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>
/// The process of the least that a server can do: a bare Kestrel that drains a request and sends the bytes that were put at its path before,
/// flushing each event. It reads no JSON, knows no keys, routes and limits, and records nothing.
/// </summary>
internal sealed class FloorServer
{
    /// <summary>The argument that makes this program the floor.</summary>
    public const string Switch = "--serve-floor";

    private readonly Dictionary<string, ReadOnlyMemory<byte>[]> _answers = [];
    private int _underWay;

    public static async Task RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        await using WebApplication app = builder.Build();
        var floor = new FloorServer();
        app.Run(floor.RespondAsync);
        await app.StartAsync();
        await ServerLoop.RunAsync(new Uri(app.Urls.First()), "none", () => Volatile.Read(ref floor._underWay));
    }

    private async Task RespondAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!.TrimStart('/');
        if (HttpMethods.IsPut(context.Request.Method))
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _answers[path] = Events(body.ToArray());
            return;
        }

        Interlocked.Increment(ref _underWay);
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await SendAsync(context, path);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task SendAsync(HttpContext context, string path)
    {
        bool held = path == Prompt.Held.Path;
        ReadOnlyMemory<byte>[] pieces = _answers[held ? Prompt.Streamed.Path : path];
        if (pieces.Length == 1)
        {
            context.Response.ContentLength = pieces[0].Length;
        }

        foreach (ReadOnlyMemory<byte> piece in held ? pieces.Take(GatewayServer.HeldPieces) : pieces)
        {
            await context.Response.BodyWriter.WriteAsync(piece);
        }

        if (held)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static ReadOnlyMemory<byte>[] Events(ReadOnlyMemory<byte> body)
    {
        var events = new List<ReadOnlyMemory<byte>>();
        while (!body.IsEmpty)
        {
            int end = body.Span.IndexOf("\n\n"u8);
            int length = end < 0 ? body.Length : end + 2;
            events.Add(body[..length]);
            body = body[length..];
        }

        return [.. events];
    }
}
