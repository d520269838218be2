namespace Routeur.AI.LocalGateway;

/// <summary>What a <see cref="GatewayRule"/> does with a request that it matches (<c>action_kind</c>) [/api-reference/routes/object].</summary>
public enum GatewayRuleAction
{
    /// <summary>Routes it to a fixed pair of provider and model.</summary>
    Pin,

    /// <summary>Leaves it to the picker, which takes the cheapest configured model.</summary>
    Auto,
}
