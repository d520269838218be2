using System.Net.Sockets;
using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;
using static Routeur.AI.ChaosTests.Faults.Scripts;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>The server falls silent. These are also the phases in which calls are cancelled.</summary>
internal static class StallFaults
{
    private const int LongPrompt = 600_000;

    private static readonly Expected Whole = Timeout(nameof(RouteurOptions.ResponseTimeout));
    private static readonly Expected FirstByte = Timeout(nameof(RouteurOptions.StreamFirstByteTimeout));
    private static readonly Expected Idle = Timeout(nameof(RouteurOptions.StreamIdleTimeout));

    public static IEnumerable<Fault> All =>
    [
        Silence("silence after accept", "The connection is open; the server does not read.", static async c =>
        {
            await c.PeekHeadAsync();
            await c.StallAsync();
        }, FirstByte),
        Silence("silence in the request's body", "The server does not read a long body to its end.", AfterHead(static c => c.StallAsync()), FirstByte) with
        {
            PromptLength = LongPrompt, Handler = SmallBuffers,
        },
        Silence("silence before the status line", "The server has read the request and does not answer.", ThenStall(static _ => ""), FirstByte),
        Silence("silence in the status line", "Half a status line has come.", ThenStall(static _ => "HTTP/1.1 2"), FirstByte),
        Silence("silence in the headers", "Half a header has come.", ThenStall(static _ => Http.StatusLine + "Content-Ty"), FirstByte),
        Silence("silence after an interim answer", "103 has come.", ThenStall(static _ => "HTTP/1.1 103 Early Hints\r\n\r\n"), FirstByte),
        Silence("silence after the headers", "Nothing of the body has come.", ThenStall(static c => Http.ChunkedHead(c.Request)), FirstByte),
        Silence("silence in a chunk", "Three chunks and a half have come.", ThenStall(static c => ChunkFaults.Begin(c, 3) + ChunkFaults.HalfAChunk(c, 3)), Idle),
        Silence("silence between chunks", "Three chunks have come.", ThenStall(static c => ChunkFaults.Begin(c, 3)), Idle),
        Silence("silence before the last piece", "Everything has come but `[DONE]`, or the last part of a plain answer.", ThenStall(static c => ChunkFaults.Begin(c, ^1)), Idle),
    ];

    private static Fault Silence(string name, string happens, Func<RawConnection, Task> script, Expected streamed) =>
        new(name, happens, script, Whole, streamed) { Stalls = true };

    // A request that fits into the sockets' buffers would not wait.
    private static SocketsHttpHandler SmallBuffers(IFaultServer server) => new()
    {
        ConnectCallback = static async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 4096 };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
