using System.Text.Json;

namespace Routeur.AI.RateLimits;

/// <summary>What became of a worker's calls.</summary>
internal sealed record Outcome(int Succeeded, int Failed, int Answers, int Refusals, long Tokens, double CallSeconds, DateTime Began, DateTime Ended, string? FirstError)
{
    public static Outcome operator +(Outcome a, Outcome b) => new(
        a.Succeeded + b.Succeeded, a.Failed + b.Failed, a.Answers + b.Answers, a.Refusals + b.Refusals, a.Tokens + b.Tokens,
        Math.Max(a.CallSeconds, b.CallSeconds),
        a.Began < b.Began ? a.Began : b.Began, a.Ended > b.Ended ? a.Ended : b.Ended,
        a.FirstError ?? b.FirstError);

    public string ToJson() => JsonSerializer.Serialize(this);

    public static Outcome Parse(string json) => JsonSerializer.Deserialize<Outcome>(json)!;
}
