namespace Routeur.AI.LocalGateway;

/// <summary>What a <see cref="GatewayDlpRule"/> does when it finds something [/guides/dlp].</summary>
public enum GatewayDlpAction
{
    /// <summary>The match is recorded in the trace; the request stays as it is.</summary>
    Log,

    /// <summary>The match becomes <c>[REDACTED]</c> in the upstream request; <c>redactions</c> counts it.</summary>
    Redact,

    /// <summary>As <see cref="Log"/>, and the trace takes the rule's severity.</summary>
    Warn,

    /// <summary>403 <c>blocked_by_dlp</c>, without a call of the upstream.</summary>
    Block,
}
