using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;
using static Routeur.AI.ChaosTests.Faults.Scripts;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>The status line and the headers are cut off, too long, or none at all.</summary>
internal static class HeaderFaults
{
    private const string HalfAStatusLine = "HTTP/1.1 2";

    private const string EarlyHints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n";

    // The client reads 64 KB of headers at most.
    private static readonly string HugeHeader = $"X-Huge: {new string('x', 100_000)}\r\n";

    public static IEnumerable<Fault> All =>
    [
        new("reset in the status line", "Half a status line has come.", ThenReset(static _ => HalfAStatusLine), NoConnection, NoConnection) { Recovers = true },
        new("end in the status line", "Half a status line has come.", ThenEnd(static _ => HalfAStatusLine), NoConnection, NoConnection) { Recovers = true },
        new("reset in the headers", "Half a header has come.", ThenReset(HalfHeaders), NoConnection, NoConnection) { Recovers = true },
        new("end in the headers", "Half a header has come.", ThenEnd(HalfHeaders), NoConnection, NoConnection) { Recovers = true },
        new("reset after interim answers", "100 and 103 have come, then nothing.", ThenReset(static _ => EarlyHints), NoConnection, NoConnection) { Recovers = true },
        new("oversized headers", "The headers are longer than 64 KB.", ThenEnd(static c => Http.StatusLine + HugeHeader + "\r\n"), NotHttp, NotHttp),
        new("header without a colon", "A header line is none.", ThenEnd(static c => Http.StatusLine + "Content-Type application/json\r\n\r\n"), NotHttp, NotHttp),
        new("no HTTP: text", "The server greets like an SSH server.", ThenEnd(static _ => "SSH-2.0-OpenSSH_9.6\r\n"), NotHttp, NotHttp),
        new("no HTTP: bytes", "The server sends arbitrary bytes.", ThenEnd(static _ => new string([.. Enumerable.Range(0, 512).Select(i => (char)(i * 7 % 256))])), NotHttp, NotHttp),
        new("interim answers", "100 and 103 come before the answer.", AfterRequest(static async c =>
        {
            await c.SendAsync(EarlyHints);
            await c.AnswerAsync(keepAlive: false);
            await c.EndAsync();
        }), Answer, Answer),
        new("switching protocols", "The server answers 101, which nobody asked for.", ThenEnd(static _ => "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"), NoAnswer(101), NoAnswer(101)),
    ];

    private static string HalfHeaders(RawConnection connection) => Http.StatusLine + "Content-Ty";
}
