namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>A routing rule, under the names of the Route object [/api-reference/routes/object].</summary>
internal static class RuleSection
{
    public static GatewayRule Read(ConfigNode node) => node.Object(Read);

    private static GatewayRule Read(ConfigObject members)
    {
        GatewayRuleAction kind = members.Get("action_kind").Choice(("pin", GatewayRuleAction.Pin), ("auto", GatewayRuleAction.Auto));
        var rule = new GatewayRule
        {
            Name = members.Get("name").Text(),
            Priority = members.Find("priority")?.Integer() ?? 0,
            Enabled = members.Find("enabled")?.Flag() ?? true,
            ActionKind = kind,
            RequestedModel = members.Get("match").Object(match => match.Get("requested_model").Text()),
        };

        // What an action of the kind `auto` holds is not documented: nothing, here.
        ConfigNode? action = kind == GatewayRuleAction.Pin ? members.Get("action") : members.Find("action");
        return action?.Object(pair => kind == GatewayRuleAction.Pin
            ? rule with { Provider = pair.Get("provider").Text(), Model = pair.Get("model").Text() }
            : rule) ?? rule;
    }
}
