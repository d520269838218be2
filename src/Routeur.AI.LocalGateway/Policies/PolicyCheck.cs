using System.Text;
using System.Text.RegularExpressions;

namespace Routeur.AI.LocalGateway.Policies;

/// <summary>
/// One request's, or one answer's, way through a list of rules. Every rule looks at the original text, so that their order decides nothing
/// but which name a block has. Not safe for use by several threads.
/// </summary>
internal sealed class PolicyCheck(IReadOnlyList<PolicyRule> rules, PromptIndex? prompt = null)
{
    private readonly int[] _counts = new int[rules.Count];
    private readonly bool[] _timedOut = new bool[rules.Count];

    /// <summary>How many replacements were made. Matches that overlap are replaced together and count once.</summary>
    public int Replacements { get; private set; }

    /// <summary>The first rule that forbids the text, or null.</summary>
    public PolicyRule? BlockedBy => Enumerable.Range(0, rules.Count).Where(Blocks).Select(i => rules[i]).FirstOrDefault();

    public PolicyMatch[] Matches =>
    [
        .. Enumerable.Range(0, rules.Count)
            .Where(i => _counts[i] > 0 || _timedOut[i])
            .Select(i => new PolicyMatch(rules[i], _counts[i], _timedOut[i])),
    ];

    /// <summary>Looks at one text.</summary>
    /// <returns>The text with its replacements; the same instance if there are none.</returns>
    public string Apply(string text)
    {
        List<(TextSpan Span, int Rule)>? replaced = null;
        for (int i = 0; i < rules.Count; i++)
        {
            foreach (TextSpan span in Find(i, text))
            {
                if (rules[i].OnlyNew && prompt?.Holds(text.AsSpan(span.Start, span.Length)) == true)
                {
                    continue;
                }

                _counts[i]++;
                if (rules[i].Effect == PolicyEffect.Replace)
                {
                    (replaced ??= []).Add((span, i));
                }
            }
        }

        return replaced is null ? text : Replace(text, replaced);
    }

    // Fail closed: a rule that ran out of time is one that found something, and what a redact rule cannot point at it must stop.
    private bool Blocks(int rule) => rules[rule].Effect switch
    {
        PolicyEffect.Block => _counts[rule] > 0 || _timedOut[rule],
        PolicyEffect.Replace => _timedOut[rule],
        _ => false,
    };

    private IReadOnlyList<TextSpan> Find(int rule, string text)
    {
        // A slow rule gets its time once, not once for each text of a long conversation.
        if (_timedOut[rule] || text.Length == 0)
        {
            return [];
        }

        try
        {
            return rules[rule].Detector.Find(text);
        }
        catch (RegexMatchTimeoutException)
        {
            _timedOut[rule] = true;
            return [];
        }
    }

    private string Replace(string text, List<(TextSpan Span, int Rule)> replaced)
    {
        var result = new StringBuilder(text.Length);
        int end = 0;
        replaced.Sort((a, b) => (a.Span.Start, a.Rule).CompareTo((b.Span.Start, b.Rule)));
        for (int i = 0; i < replaced.Count;)
        {
            ((int start, int clusterEnd), int rule) = ((replaced[i].Span.Start, replaced[i].Span.End), replaced[i].Rule);
            for (i++; i < replaced.Count && replaced[i].Span.Start < clusterEnd; i++)
            {
                clusterEnd = Math.Max(clusterEnd, replaced[i].Span.End);
                rule = Math.Min(rule, replaced[i].Rule);
            }

            result.Append(text, end, start - end).Append(rules[rule].Replacement);
            end = clusterEnd;
            Replacements++;
        }

        return result.Append(text, end, text.Length - end).ToString();
    }
}
