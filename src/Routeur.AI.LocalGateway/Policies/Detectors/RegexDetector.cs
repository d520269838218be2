using System.Text.RegularExpressions;

namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>A regular expression, and a second look at what it found.</summary>
internal sealed class RegexDetector(Regex regex, Func<string, TextSpan, bool>? accept = null) : ITextDetector
{
    // No culture: a rule must not mean something else on a Turkish machine.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly TimeSpan OwnTimeout = TimeSpan.FromSeconds(1);

    /// <summary>One of the gateway's own expressions.</summary>
    public RegexDetector(string pattern, Func<string, TextSpan, bool>? accept = null, bool ignoreCase = false)
        : this(Compile(pattern, ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None, OwnTimeout), accept)
    {
    }

    /// <summary>Somebody else's expression.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static RegexDetector Of(string pattern, TimeSpan timeout) => new(Compile(pattern, RegexOptions.None, timeout));

    /// <summary>Linear where the engine can, else with backtracking, and in either case with a time-out.</summary>
    private static Regex Compile(string pattern, RegexOptions options, TimeSpan timeout)
    {
        try
        {
            return new Regex(pattern, Linear | options, timeout);
        }
        catch (NotSupportedException)
        {
            // Lookarounds, back references, atomic groups, and expressions whose automaton would be too large: .NET 8 counts more nodes
            // than .NET 10 and refuses some of our own.
            return new Regex(pattern, RegexOptions.CultureInvariant | options, timeout);
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
