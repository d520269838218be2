using Routeur.AI.LocalGateway.Policies.Detectors;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies.Dlp;

/// <summary>The input DLP [/guides/dlp]: looks at what the caller wrote before an upstream sees it.</summary>
internal sealed class DlpPolicy
{
    private readonly PolicyRule[] _rules;

    /// <exception cref="ArgumentException">A rule is wrong; the message names it.</exception>
    public DlpPolicy(IReadOnlyList<GatewayDlpRule> rules, TimeSpan matchTimeout)
    {
        RuleListCheck.CheckNames(rules, r => r.Name, nameof(RouteurLocalGatewayOptions.DlpRules));
        RuleListCheck.Require(
            matchTimeout > TimeSpan.Zero && matchTimeout.TotalMilliseconds < int.MaxValue,
            $"{nameof(RouteurLocalGatewayOptions.DlpMatchTimeout)} must be more than zero, and less than 24 days.");

        // A disabled rule is checked too: it will be enabled one day.
        _rules = [.. rules.Select(r => (r.Enabled, Rule: Compile(r, matchTimeout))).Where(r => r.Enabled).Select(r => r.Rule)];
    }

    /// <summary>Whether a rule is enabled.</summary>
    public bool IsActive => _rules.Length > 0;

    public PolicyCheck Begin() => new(_rules);

    private static PolicyRule Compile(GatewayDlpRule rule, TimeSpan matchTimeout)
    {
        string where = $"{nameof(RouteurLocalGatewayOptions.DlpRules)}: '{rule.Name}'";
        RuleListCheck.Require(!string.IsNullOrEmpty(rule.Pattern), $"{where} needs a pattern.");
        RuleListCheck.Require(!string.IsNullOrWhiteSpace(rule.Severity), $"{where} needs a severity.");
        (string action, PolicyEffect effect) = rule.Action switch
        {
            GatewayDlpAction.Log => (PolicyNames.Log, PolicyEffect.Record),
            GatewayDlpAction.Redact => (PolicyNames.Redact, PolicyEffect.Replace),
            GatewayDlpAction.Warn => (PolicyNames.Warn, PolicyEffect.Warn),
            GatewayDlpAction.Block => (PolicyNames.Block, PolicyEffect.Block),
            _ => throw new ArgumentException($"{where} has the unknown action {(int)rule.Action}."),
        };
        return new PolicyRule(TraceFields.Dlp, rule.Name, action, effect, rule.Severity, Detector(rule, matchTimeout, where));
    }

    private static ITextDetector Detector(GatewayDlpRule rule, TimeSpan matchTimeout, string where) => rule.Detector switch
    {
        GatewayDlpDetector.Regex => Regex(rule.Pattern, matchTimeout, where),
        GatewayDlpDetector.Keyword => new KeywordDetector(rule.Pattern),
        GatewayDlpDetector.Preset => DlpPresets.All.TryGetValue(rule.Pattern, out ITextDetector? preset)
            ? preset
            : throw new ArgumentException(
                $"{where} names the preset '{rule.Pattern}'; there are {string.Join(", ", DlpPresets.All.Keys.Order(StringComparer.Ordinal))}."),
        _ => throw new ArgumentException($"{where} has the unknown detector {(int)rule.Detector}."),
    };

    private static RegexDetector Regex(string pattern, TimeSpan matchTimeout, string where)
    {
        try
        {
            return RegexDetector.Of(pattern, matchTimeout);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{where} has a pattern that is no regular expression: {e.Message}", e);
        }
    }
}
