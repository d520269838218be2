namespace Routeur.AI.LocalGateway;

/// <summary>
/// A routing rule [/api-reference/routes/object]. Rules see aliases only: override headers and explicit model ids bypass them.
/// </summary>
public sealed record GatewayRule
{
    /// <summary>Its name, unique in a gateway; an answer that it routed has the <c>route_reason</c> <c>rule:&lt;name&gt;</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Rules with a higher number are asked first; equal ones in the order of the list. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Whether the rule is asked at all. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The caller's <c>model</c>, compared exactly, that the rule is for: an alias, or a name that only rules know.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>What the rule does with a request that it matches. Default <see cref="GatewayRuleAction.Pin"/>.</summary>
    public GatewayRuleAction ActionKind { get; init; } = GatewayRuleAction.Pin;

    /// <summary>The provider that a <see cref="GatewayRuleAction.Pin"/> rule routes to; not used by the others.</summary>
    public string? Provider { get; init; }

    /// <summary>The model id that a <see cref="GatewayRuleAction.Pin"/> rule routes to; not used by the others.</summary>
    public string? Model { get; init; }
}
