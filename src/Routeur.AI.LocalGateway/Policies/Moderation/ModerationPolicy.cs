using System.Text.Json;
using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Policies.Dlp;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies.Moderation;

/// <summary>The output moderation [/guides/output-moderation]: looks at what an upstream answered before the caller sees it.</summary>
internal sealed class ModerationPolicy
{
    private readonly PolicyRule[] _rules;

    /// <exception cref="OptionException">A rule is wrong.</exception>
    public ModerationPolicy(IReadOnlyList<GatewayModerationRule> rules) =>
        _rules = RuleListCheck.Compile(rules, "ModerationRules", r => r.Name, r => r.Enabled, Compile);

    /// <summary>Whether a rule is enabled, so that answers must be held back until they were checked.</summary>
    public bool IsActive => _rules.Length > 0;

    /// <param name="messages">The prompt's messages as the caller wrote them.</param>
    public PolicyCheck Begin(JsonElement messages)
    {
        if (!_rules.Any(r => r.OnlyNew))
        {
            return new PolicyCheck(_rules);
        }

        var prompt = new PromptIndex();
        PromptTexts.Visit(messages, prompt.Add);
        return new PolicyCheck(_rules, prompt);
    }

    private static PolicyRule Compile(GatewayModerationRule rule, string place)
    {
        OptionException.Require(!string.IsNullOrWhiteSpace(rule.Severity), $"{place}.Severity", "must not be empty");
        OptionException.Require(
            rule.Action != GatewayModerationAction.Rewrite || rule.Substitution is not null,
            $"{place}.Substitution",
            "is missing: it is what a rewrite puts in the place of a match");
        (string action, PolicyEffect effect) = rule.Action switch
        {
            GatewayModerationAction.Log => (PolicyNames.Log, PolicyEffect.Record),
            GatewayModerationAction.Redact => (PolicyNames.Redact, PolicyEffect.Replace),
            GatewayModerationAction.Rewrite => (PolicyNames.Rewrite, PolicyEffect.Replace),
            GatewayModerationAction.Block => (PolicyNames.Block, PolicyEffect.Block),
            _ => throw new OptionException($"{place}.Action", $"is {rule.Action}, which is none"),
        };
        return new PolicyRule(TraceFields.Moderation, rule.Name, action, effect, rule.Severity, Detector(rule, place))
        {
            Replacement = rule.Action == GatewayModerationAction.Rewrite ? rule.Substitution! : PolicyRule.Redacted,

            // "personal data that was not in the prompt" [/guides/output-moderation]
            OnlyNew = rule.Category == PolicyNames.PiiLeak,
        };
    }

    private static ITextDetector Detector(GatewayModerationRule rule, string place) =>
        rule.Category is not null && ModerationCategories.All.TryGetValue(rule.Category, out ITextDetector? detector)
            ? detector
            : throw new OptionException(
                $"{place}.Category",
                $"is '{rule.Category}', which is none; there are {string.Join(", ", ModerationCategories.All.Keys.Order(StringComparer.Ordinal))}");
}
