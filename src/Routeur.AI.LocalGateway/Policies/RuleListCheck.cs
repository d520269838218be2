using Routeur.AI.LocalGateway.Hosting;
using static Routeur.AI.LocalGateway.Hosting.OptionException;

namespace Routeur.AI.LocalGateway.Policies;

/// <summary>Makes rules of the options' ones, or says which one is wrong.</summary>
internal static class RuleListCheck
{
    /// <param name="rules">The option's value.</param>
    /// <param name="option">The option's name.</param>
    /// <param name="name">A rule's name.</param>
    /// <param name="isEnabled">Whether a rule is to be used. One that is not is checked all the same: it will be some day.</param>
    /// <param name="compile">Makes a rule, whose place in the options is the second argument.</param>
    /// <exception cref="OptionException">A rule is wrong.</exception>
    public static PolicyRule[] Compile<T>(
        IReadOnlyList<T>? rules, string option, Func<T, string> name, Func<T, bool> isEnabled, Func<T, string, PolicyRule> compile)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<PolicyRule>();
        foreach ((T rule, string place) in Items(rules, option))
        {
            Require(!string.IsNullOrWhiteSpace(name(rule)), $"{place}.Name", "must not be empty");
            Require(known.Add(name(rule)), $"{place}.Name", $"is '{name(rule)}', as that of another rule");
            PolicyRule compiled = compile(rule, place);
            if (isEnabled(rule))
            {
                result.Add(compiled);
            }
        }

        return [.. result];
    }
}
