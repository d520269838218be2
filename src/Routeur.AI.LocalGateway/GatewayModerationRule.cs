namespace Routeur.AI.LocalGateway;

/// <summary>
/// An output moderation rule [/guides/output-moderation]. While one is enabled, no byte of an answer goes out before the whole of it was
/// checked, streams included.
/// </summary>
public sealed record GatewayModerationRule
{
    /// <summary>Its name, unique among the moderation rules; a block says it in its message, <c>moderation:&lt;name&gt;</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it looks for: <c>prompt-injection</c>, <c>pii-leak</c>, <c>secret-leak</c> or <c>unsafe-code</c>.</summary>
    public required string Category { get; init; }

    /// <summary>What happens when the rule finds something.</summary>
    public required GatewayModerationAction Action { get; init; }

    /// <summary>
    /// What a <see cref="GatewayModerationAction.Rewrite"/> rule puts in the place of a match, and required by it. The service has such a
    /// text, but does not name its field.
    /// </summary>
    public string? Substitution { get; init; }

    /// <summary>A word for the trace, as in <see cref="GatewayDlpRule.Severity"/>. Default <c>medium</c>.</summary>
    public string Severity { get; init; } = "medium";

    /// <summary>Whether the rule is used. Default true.</summary>
    public bool Enabled { get; init; } = true;
}
