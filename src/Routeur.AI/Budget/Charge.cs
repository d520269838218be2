using Routeur.AI.Errors;

namespace Routeur.AI.Budget;

/// <summary>What one round trip counts for.</summary>
/// <param name="RequestId">The service's id, so that the same answer from a cache is not counted twice; null when it did not tell one.</param>
/// <param name="Usd">The amount; null when it is not known and could not be estimated.</param>
/// <param name="Problem">Why the amount is not known, as a sentence without its full stop.</param>
internal readonly record struct Charge(string? RequestId, decimal? Usd, string? Problem)
{
    /// <summary>No call costs more than this: a senseless number in an answer must not overflow the sums.</summary>
    public const decimal MaxUsd = 1_000_000_000m;

    public static Charge Of(string? requestId, decimal usd) => new(requestId, Math.Min(usd, MaxUsd), Problem: null);

    /// <param name="requestId">The service's id.</param>
    /// <param name="problem">Why; it may quote the answer.</param>
    /// <param name="key">The key in use, which the answer may repeat.</param>
    public static Charge Unknown(string? requestId, string problem, string? key) => new(requestId, Usd: null, Secrets.Hide(problem, key));
}
