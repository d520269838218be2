using static Routeur.AI.ChaosTests.Faults.Expected;
using static Routeur.AI.ChaosTests.Faults.Scripts;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>The connection breaks while the request is on its way, or before the answer begins.</summary>
internal static class RequestFaults
{
    /// <summary>More than goes out at once.</summary>
    private const int LongPrompt = 200_000;

    public static IEnumerable<Fault> All =>
    [
        new("reset after accept", "The connection is reset as soon as it is open.", static c =>
        {
            c.CountAttempt();
            c.Reset();
            return Task.CompletedTask;
        }, NoConnection, NoConnection)
        {
            // Nothing of a request need have been sent: the transport may try again by itself.
            UncountedAttempts = true,
        },
        new("end after accept", "The server closes its side as soon as the connection is open, and goes on reading.", static c =>
        {
            c.CountAttempt();
            return c.EndAsync();
        }, NoConnection, NoConnection) { UncountedAttempts = true },
        new("reset after the request's headers", "The server has read the headers.", AfterHead(static c =>
        {
            c.Reset();
            return Task.CompletedTask;
        }), NoConnection, NoConnection) { Recovers = true },
        new("reset in the request's body", "The server has read a part of a long body.", AfterHead(static async c =>
        {
            await c.ReadSomeAsync();
            c.Reset();
        }), NoConnection, NoConnection) { Recovers = true, PromptLength = LongPrompt },
        new("end in the request's body", "The server closes its side in the middle of a long body, and goes on reading.", AfterHead(static async c =>
        {
            await c.ReadSomeAsync();
            await c.EndAsync();
        }), NoConnection, NoConnection) { Recovers = true, PromptLength = LongPrompt },
        new("server stops receiving", "The server shuts its receiving side, then answers.", AfterRequest(static async c =>
        {
            c.StopReceiving();
            await c.AnswerAsync(keepAlive: false);
            await c.EndAsync();
        }), Answer, Answer),
        new("answer before the request is read", "The server answers after the headers and closes its side.", AfterHead(static async c =>
        {
            await c.AnswerAsync(keepAlive: false);
            await c.EndAsync();
        }), Answer, Answer),
        new("reset before the status line", "The server has read the request.", ThenReset(static _ => ""), NoConnection, NoConnection) { Recovers = true },
        new("end before the status line", "The server closes its side instead of answering.", ThenEnd(static _ => ""), NoConnection, NoConnection) { Recovers = true },
    ];
}
