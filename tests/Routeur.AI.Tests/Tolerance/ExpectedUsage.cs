using Microsoft.Extensions.AI;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>The token counts that an answer must report; null is a count that the gateway did not send.</summary>
internal sealed record ExpectedUsage(long? Input, long? Output, long? Total, long? Cached = null, long? Reasoning = null)
{
    /// <summary>What was reported; null when nothing was, which is what a set of nothing but nulls means too.</summary>
    public static ExpectedUsage? Of(UsageDetails? usage) =>
        usage is null || (usage.InputTokenCount ?? usage.OutputTokenCount ?? usage.TotalTokenCount) is null
            ? null
            : new ExpectedUsage(
                usage.InputTokenCount,
                usage.OutputTokenCount,
                usage.TotalTokenCount,
                usage.CachedInputTokenCount is 0 ? null : usage.CachedInputTokenCount,
                usage.ReasoningTokenCount is 0 ? null : usage.ReasoningTokenCount);
}
