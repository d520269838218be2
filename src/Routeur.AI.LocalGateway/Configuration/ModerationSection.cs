using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>
/// An output moderation rule, under the names of the sample [/guides/output-moderation]; the one of the substitution is not documented.
/// </summary>
internal static class ModerationSection
{
    public static GatewayModerationRule Read(ConfigNode node) => node.Object(members =>
    {
        var rule = new GatewayModerationRule
        {
            Name = members.Get("name").Text(),
            Category = members.Get("category").Text(),
            Action = members.Get("action").Choice(
                (PolicyNames.Log, GatewayModerationAction.Log),
                (PolicyNames.Redact, GatewayModerationAction.Redact),
                (PolicyNames.Rewrite, GatewayModerationAction.Rewrite),
                (PolicyNames.Block, GatewayModerationAction.Block)),
            Substitution = members.Find("substitution")?.Text(),
        };
        return rule with
        {
            Severity = members.Find("severity")?.Text() ?? rule.Severity,
            Enabled = members.Find("enabled")?.Flag() ?? rule.Enabled,
        };
    });
}
