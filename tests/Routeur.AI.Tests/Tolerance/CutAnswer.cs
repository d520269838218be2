using System.Text;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>Cuts an answer at every byte. What is left is an error, or an answer that is complete: never a quiet short one.</summary>
internal static class CutAnswer
{
    /// <param name="name">The case.</param>
    /// <param name="failAtEnd">How the connection breaks; null closes it cleanly.</param>
    /// <param name="cancellationToken">The guard.</param>
    public static async Task AssertAtEveryByteAsync(string name, Func<Exception>? failAtEnd, CancellationToken cancellationToken)
    {
        ToleranceCase whole = Corpus.Find(name);
        Outcome wanted = Outcome.Expected(whole);
        using var client = new ToleranceClient(whole);
        for (int length = 0; length < whole.Body.Length; length++)
        {
            Outcome outcome = await client.AskAsync(new NetworkStream(whole.Body[..length], failAtEnd: failAtEnd), cancellationToken);

            if (Problem(whole, wanted, outcome) is { } problem)
            {
                Assert.Fail(
                    $"{whole.Name}, cut after {length} of {whole.Body.Length} bytes: {problem}\n" +
                    $"--- sent\n{Tail(whole.Body[..length])}\n--- complete\n{wanted}\n--- got\n{outcome}");
            }
        }
    }

    private static string? Problem(ToleranceCase whole, Outcome wanted, Outcome outcome)
    {
        if (outcome.Error is { } error)
        {
            return whole.Status is not 200 && error.Status != whole.Status ? "the status is lost" : null;
        }

        if (outcome.Exception is not null)
        {
            return "not a RouteurException";
        }

        if (whole.Fails && !whole.CutMayAnswer)
        {
            return "an answer where there is none";
        }

        if (outcome.Essence != wanted.Essence)
        {
            return "an answer that is not complete";
        }

        return outcome.Usage is null || outcome.Usage == wanted.Usage ? null : "usage that nobody sent";
    }

    private static string Tail(byte[] sent) => "…" + Encoding.UTF8.GetString(sent.AsSpan(Math.Max(0, sent.Length - 120)));
}
