using System.Text.RegularExpressions;

namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>A regular expression, and a second look at what it found.</summary>
internal sealed class RegexDetector(Regex regex, Func<string, TextSpan, bool>? accept = null) : ITextDetector
{
    // No culture: a rule must not mean something else on a Turkish machine.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>One of the gateway's own expressions; they are all of the kind that takes time in proportion to the text.</summary>
    public RegexDetector(string pattern, Func<string, TextSpan, bool>? accept = null, bool ignoreCase = false)
        : this(new Regex(pattern, ignoreCase ? Linear | RegexOptions.IgnoreCase : Linear), accept)
    {
    }

    /// <summary>Somebody else's expression: linear where the engine can, else with backtracking, and in either case with a time-out.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static RegexDetector Of(string pattern, TimeSpan timeout)
    {
        try
        {
            return new RegexDetector(new Regex(pattern, Linear, timeout));
        }
        catch (NotSupportedException)
        {
            // Lookarounds, back references, atomic groups, and expressions whose automaton would be too large.
            return new RegexDetector(new Regex(pattern, RegexOptions.CultureInvariant, timeout));
        }
    }

    public IReadOnlyList<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        foreach (ValueMatch match in regex.EnumerateMatches(text))
        {
            var span = new TextSpan(match.Index, match.Length);
            if (span.Length > 0 && accept?.Invoke(text, span) != false)
            {
                found.Add(span);
            }
        }

        return found;
    }
}
