namespace Routeur.AI.LocalGateway.Policies;

/// <summary>A DLP or moderation rule, ready for use.</summary>
/// <param name="Policy">Which of the two, as the trace says it.</param>
/// <param name="Name">The rule's name.</param>
/// <param name="Action">The rule's action, as the trace says it.</param>
/// <param name="Effect">What the action amounts to.</param>
/// <param name="Severity">The rule's severity.</param>
/// <param name="Detector">What finds the matches.</param>
internal sealed record PolicyRule(string Policy, string Name, string Action, PolicyEffect Effect, string Severity, ITextDetector Detector)
{
    // [/guides/dlp], [/guides/output-moderation]
    public const string Redacted = "[REDACTED]";

    /// <summary>What stands in the place of a match, if the effect is <see cref="PolicyEffect.Replace"/>.</summary>
    public string Replacement { get; init; } = Redacted;

    /// <summary>Whether only matches count that the prompt does not hold.</summary>
    public bool OnlyNew { get; init; }
}
