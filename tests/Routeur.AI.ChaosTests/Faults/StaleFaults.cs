using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>A connection that was good for one call is not for the next.</summary>
internal static class StaleFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("kept connection closed", "The server closes a connection that was kept for the next call.", static async c =>
        {
            await AnswerOneAsync(c);
            await c.EndAsync();
        }, Answer, Answer) { ClientPerCall = true, WarmUp = true, UncountedAttempts = true },
        new("kept connection reset", "The server resets a connection that was kept for the next call.", static async c =>
        {
            await AnswerOneAsync(c);
            c.Reset();
        }, Answer, Answer) { ClientPerCall = true, WarmUp = true, UncountedAttempts = true },
        new("kept connection reset on use", "The server resets a kept connection when the next request comes; the repetition is answered.", static async c =>
        {
            await AnswerOneAsync(c);
            if (await c.ReadHeadAsync())
            {
                c.Reset();
            }
        }, Answer, Answer) { ClientPerCall = true, WarmUp = true, UncountedAttempts = true },
    ];

    private static async Task AnswerOneAsync(RawConnection connection)
    {
        if (await connection.ReadHeadAsync())
        {
            await connection.ReadBodyAsync();
            await connection.AnswerAsync();
        }
    }
}
