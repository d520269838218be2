using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;
using static Routeur.AI.ChaosTests.Faults.Scripts;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>The body is not as long as was said, or does not come to its end.</summary>
internal static class BodyFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("reset after the headers", "The headers have come, nothing of the body.", ThenReset(static c => Http.Head(c.Request, 1000)), Interrupted, Interrupted),
        new("end after the headers", "The headers have come, nothing of the body.", ThenEnd(static c => Http.Head(c.Request, 1000)), Interrupted, Interrupted),
        new("reset in the body", "Half of a body of known length has come.", ThenReset(static c => Http.Head(c.Request, Whole(c).Length) + Half(c)), Interrupted, Interrupted),
        new("end in the body", "Half of a body of known length has come: Content-Length promises too much.", ThenEnd(static c => Http.Head(c.Request, Whole(c).Length) + Half(c)), Interrupted, Interrupted),
        new("content length too short", "Content-Length promises half of what comes, and the connection stays open.", AfterRequest(static async c =>
        {
            await c.SendAsync(Http.Head(c.Request, Half(c).Length).Replace(Http.Close, "", StringComparison.Ordinal) + Whole(c));

            // A client that sent its next request here would wait for ever, or take the rest for its answer.
            await c.DrainAsync();
        }), NoAnswer(), Interrupted),
        new("empty", "An answer without a body.", ThenEnd(static c => Http.Head(c.Request, 0)), NoAnswer(), NoAnswer()),
        new("closed at the end", "HTTP/1.0: the body ends with the connection.", ThenEnd(static c => OneDotZero(c) + Whole(c)), Answer, Answer),
        new("closed in the middle", "HTTP/1.0: the connection ends in the middle of the body.", ThenEnd(static c => OneDotZero(c) + Half(c)), NoAnswer(), Interrupted),
        new("reset instead of the end", "HTTP/1.0: the connection is reset in the middle of the body.", ThenReset(static c => OneDotZero(c) + Half(c)), Interrupted, Interrupted),
    ];

    private static string Whole(RawConnection connection) => string.Concat(connection.Pieces);

    private static string Half(RawConnection connection) => string.Concat(connection.Pieces[..3]);

    private static string OneDotZero(RawConnection connection) => Http.Head(connection.Request).Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal);
}
