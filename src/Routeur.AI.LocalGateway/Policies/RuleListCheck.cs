namespace Routeur.AI.LocalGateway.Policies;

/// <summary>What both lists of rules are checked for when a gateway starts.</summary>
internal static class RuleListCheck
{
    public static void CheckNames<T>(IReadOnlyList<T>? rules, Func<T, string> name, string option)
    {
        Require(rules is not null, $"{option} must not be null.");
        var known = new HashSet<string>();
        foreach (T rule in rules!)
        {
            Require(rule is not null && !string.IsNullOrWhiteSpace(name(rule)), $"{option}: a rule needs a name.");
            Require(known.Add(name(rule!)), $"{option} holds '{name(rule!)}' twice.");
        }
    }

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
