using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Policies.Moderation;

/// <summary>
/// Puts a whole answer through the rules: its text, its reasoning, and the arguments of its tool calls, which somebody is going to run. What
/// has to be changed goes out in one piece where the first piece of it was; what stays keeps its pieces.
/// </summary>
internal static class ModeratedAnswer
{
    public static IReadOnlyList<UpstreamDelta> Apply(IReadOnlyList<UpstreamDelta> answer, PolicyCheck check)
    {
        UpstreamDelta[] result = [.. answer];
        Rewrite(result, (0, result.Length), d => d.Reasoning, (d, text) => d with { Reasoning = text }, check.Apply);
        Rewrite(result, (0, result.Length), d => d.Text, (d, text) => d with { Text = text }, check.Apply);
        foreach ((int, int) call in Calls(result))
        {
            Rewrite(
                result,
                call,
                d => d.ToolCall?.Arguments,
                (d, text) => d with { ToolCall = d.ToolCall! with { Arguments = text ?? "" } },
                arguments => JsonTexts.Rewrite(arguments, check.Apply));
        }

        return result;
    }

    // A name begins the next call.
    private static IEnumerable<(int Start, int End)> Calls(UpstreamDelta[] answer)
    {
        int[] starts = [.. Enumerable.Range(0, answer.Length).Where(i => answer[i].ToolCall?.Name is not null), answer.Length];
        return starts.Zip(starts.Skip(1));
    }

    private static void Rewrite(
        UpstreamDelta[] answer,
        (int Start, int End) range,
        Func<UpstreamDelta, string?> read,
        Func<UpstreamDelta, string?, UpstreamDelta> write,
        Func<string, string> rewrite)
    {
        string before = string.Concat(answer[range.Start..range.End].Select(read));
        string? after = rewrite(before);
        if (ReferenceEquals(before, after))
        {
            return;
        }

        for (int i = range.Start; i < range.End; i++)
        {
            // An opening may hold an empty text; the new one belongs where the old one began.
            if (!string.IsNullOrEmpty(read(answer[i])))
            {
                answer[i] = write(answer[i], after);
                after = null;
            }
        }
    }
}
