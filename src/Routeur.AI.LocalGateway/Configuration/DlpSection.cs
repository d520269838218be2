using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>An input DLP rule, under the names of the samples [/guides/dlp].</summary>
internal static class DlpSection
{
    public static GatewayDlpRule Read(ConfigNode node) => node.Object(members =>
    {
        var rule = new GatewayDlpRule
        {
            Name = members.Get("name").Text(),
            Detector = members.Get("detector").Choice(
                ("regex", GatewayDlpDetector.Regex), ("keyword", GatewayDlpDetector.Keyword), ("preset", GatewayDlpDetector.Preset)),
            Pattern = members.Get("pattern").Text(),
            Action = members.Get("action").Choice(
                (PolicyNames.Log, GatewayDlpAction.Log),
                (PolicyNames.Redact, GatewayDlpAction.Redact),
                (PolicyNames.Warn, GatewayDlpAction.Warn),
                (PolicyNames.Block, GatewayDlpAction.Block)),
        };
        return rule with
        {
            Severity = members.Find("severity")?.Text() ?? rule.Severity,
            Enabled = members.Find("enabled")?.Flag() ?? rule.Enabled,
        };
    });
}
