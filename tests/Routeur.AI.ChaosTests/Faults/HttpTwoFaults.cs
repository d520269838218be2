using System.Net;
using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>HTTP/2, with a transport of the user's that asks for it. What breaks the connection gets one of its own per call.</summary>
internal static class HttpTwoFaults
{
    public static IEnumerable<Fault> All =>
    [
        Two("HTTP/2", "Nothing is wrong.", static (_, s) => s.AnswerAsync(), Answer, Answer),
        Two("HTTP/2: stream reset before the answer", "RST_STREAM instead of headers.", static (c, s) =>
            s.Request.Attempt > 1 && Scripts.Recovers(s.Request.Call) ? s.AnswerAsync() : c.ResetStreamAsync(s, HttpTwoConnection.InternalError), NoConnection, NoConnection) with { Recovers = true },
        Two("HTTP/2: stream refused", "RST_STREAM, each time, says that nobody has begun to work on it.", static (c, s) => c.ResetStreamAsync(s, HttpTwoConnection.RefusedStream), NoConnection, NoConnection) with
        {
            UncountedAttempts = true,
        },
        Two("HTTP/2: stream reset in the body", "RST_STREAM after three DATA frames.", static async (c, s) =>
        {
            await s.BeginAsync(3);
            await c.ResetStreamAsync(s, HttpTwoConnection.InternalError);
        }, Interrupted, Interrupted),
        Two("HTTP/2: orderly end in the middle", "END_STREAM after three pieces.", static async (c, s) =>
        {
            await s.BeginAsync(2);
            await c.SendDataAsync(s, s.Pieces[2], last: true);
        }, NoAnswer(), Interrupted),
        Two("HTTP/2: silence before the answer", "No headers come.", static (c, s) =>
        {
            c.NoteStall(s);
            return Task.CompletedTask;
        }, Timeout(nameof(RouteurOptions.ResponseTimeout)), Timeout(nameof(RouteurOptions.StreamFirstByteTimeout))) with { Stalls = true },
        Two("HTTP/2: silence in the body", "Nothing comes after three DATA frames.", static async (c, s) =>
        {
            await s.BeginAsync(3);
            c.NoteStall(s);
        }, Timeout(nameof(RouteurOptions.ResponseTimeout)), Timeout(nameof(RouteurOptions.StreamIdleTimeout))) with { Stalls = true },
        Alone("HTTP/2: announced end", "GOAWAY comes before the answer, and the stream is the last one.", static async (c, s) =>
        {
            await c.GoAwayAsync(s.Id, HttpTwoConnection.NoError);
            await s.AnswerAsync();
        }, Answer, Answer),
        Alone("HTTP/2: turned away", "GOAWAY says that nobody has begun to work on the stream.", static (c, _) => c.GoAwayAsync(0, HttpTwoConnection.NoError), NoConnection, NoConnection) with
        {
            UncountedAttempts = true,
        },
        Alone("HTTP/2: GOAWAY in the body", "GOAWAY with an error comes after three DATA frames, then the end.", static async (c, s) =>
        {
            await s.BeginAsync(3);
            await c.GoAwayAsync(s.Id, HttpTwoConnection.InternalError);
            await c.Raw.EndAsync();
        }, Interrupted, Interrupted),
        Alone("HTTP/2: connection reset before the answer", "The connection is reset.", static (c, _) =>
        {
            c.Raw.Reset();
            return Task.CompletedTask;
        }, NoConnection, NoConnection),
        Alone("HTTP/2: connection reset in the body", "The connection is reset after three DATA frames.", static async (c, s) =>
        {
            await s.BeginAsync(3);
            await c.AfterPingAsync(() =>
            {
                c.Raw.Reset();
                return Task.CompletedTask;
            });
        }, Interrupted, Interrupted),
        Alone("HTTP/2: end in a frame", "Half a DATA frame has come.", static async (c, s) =>
        {
            await s.BeginAsync(3);
            await c.Raw.SendAsync("\0\x04\0\0\0\0\0\0\x01{\"id\":");
            await c.Raw.EndAsync();
        }, Interrupted, Interrupted),
        Alone("HTTP/2: no frames", "Text comes where a frame should begin.", static async (c, _) =>
        {
            await c.Raw.SendAsync("What do you want from me?");
            await c.Raw.EndAsync();
        }, NoConnection, NoConnection),
    ];

    private static Fault Two(string name, string happens, Func<HttpTwoConnection, HttpTwoStream, Task> answer, Expected plain, Expected streamed) => new(
        name,
        happens,
        connection => new HttpTwoConnection(connection).ServeAsync(answer),
        plain,
        streamed)
    {
        Handler = static _ => new VersionTwoHandler(),
        Multiplexed = true,
    };

    private static Fault Alone(string name, string happens, Func<HttpTwoConnection, HttpTwoStream, Task> answer, Expected plain, Expected streamed) =>
        Two(name, happens, answer, plain, streamed) with
        {
            ClientPerCall = true,
        };

    /// <summary>What a user writes to have HTTP/2 without TLS.</summary>
    private sealed class VersionTwoHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
