using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Policies.Detectors;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies.Dlp;

/// <summary>The input DLP [/guides/dlp]: looks at what the caller wrote before an upstream sees it.</summary>
internal sealed class DlpPolicy
{
    private readonly PolicyRule[] _rules;

    /// <exception cref="OptionException">A rule is wrong.</exception>
    public DlpPolicy(IReadOnlyList<GatewayDlpRule> rules, TimeSpan matchTimeout)
    {
        OptionException.Require(
            matchTimeout > TimeSpan.Zero && matchTimeout.TotalMilliseconds < int.MaxValue, "DlpMatchTimeout", "must be more than zero, and 24 days at most");
        _rules = RuleListCheck.Compile(rules, "DlpRules", r => r.Name, r => r.Enabled, (rule, place) => Compile(rule, place, matchTimeout));
    }

    /// <summary>Whether a rule is enabled.</summary>
    public bool IsActive => _rules.Length > 0;

    public PolicyCheck Begin() => new(_rules);

    private static PolicyRule Compile(GatewayDlpRule rule, string place, TimeSpan matchTimeout)
    {
        OptionException.Require(!string.IsNullOrEmpty(rule.Pattern), $"{place}.Pattern", "must not be empty");
        OptionException.Require(!string.IsNullOrWhiteSpace(rule.Severity), $"{place}.Severity", "must not be empty");
        (string action, PolicyEffect effect) = rule.Action switch
        {
            GatewayDlpAction.Log => (PolicyNames.Log, PolicyEffect.Record),
            GatewayDlpAction.Redact => (PolicyNames.Redact, PolicyEffect.Replace),
            GatewayDlpAction.Warn => (PolicyNames.Warn, PolicyEffect.Warn),
            GatewayDlpAction.Block => (PolicyNames.Block, PolicyEffect.Block),
            _ => throw new OptionException($"{place}.Action", $"is {rule.Action}, which is none"),
        };
        return new PolicyRule(TraceFields.Dlp, rule.Name, action, effect, rule.Severity, Detector(rule, place, matchTimeout));
    }

    private static ITextDetector Detector(GatewayDlpRule rule, string place, TimeSpan matchTimeout) => rule.Detector switch
    {
        GatewayDlpDetector.Regex => Regex(rule.Pattern, place, matchTimeout),
        GatewayDlpDetector.Keyword => new KeywordDetector(rule.Pattern),
        GatewayDlpDetector.Preset => DlpPresets.All.TryGetValue(rule.Pattern, out ITextDetector? preset)
            ? preset
            : throw new OptionException(
                $"{place}.Pattern",
                $"is '{rule.Pattern}', which is no preset; there are {string.Join(", ", DlpPresets.All.Keys.Order(StringComparer.Ordinal))}"),
        _ => throw new OptionException($"{place}.Detector", $"is {rule.Detector}, which is none"),
    };

    private static RegexDetector Regex(string pattern, string place, TimeSpan matchTimeout)
    {
        try
        {
            return RegexDetector.Of(pattern, matchTimeout);
        }
        catch (ArgumentException e)
        {
            throw new OptionException($"{place}.Pattern", $"is no regular expression: {e.Message.TrimEnd('.')}");
        }
    }
}
