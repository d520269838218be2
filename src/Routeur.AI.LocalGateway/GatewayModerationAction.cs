namespace Routeur.AI.LocalGateway;

/// <summary>What a <see cref="GatewayModerationRule"/> does when it finds something [/guides/output-moderation].</summary>
public enum GatewayModerationAction
{
    /// <summary>The match is recorded in the trace; the answer stays as it is.</summary>
    Log,

    /// <summary>The match becomes <c>[REDACTED]</c> in what the caller gets.</summary>
    Redact,

    /// <summary>The match becomes <see cref="GatewayModerationRule.Substitution"/>.</summary>
    Rewrite,

    /// <summary>403 <c>blocked_by_moderation</c> in place of the answer, whose tokens are still paid for.</summary>
    Block,
}
