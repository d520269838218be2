using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Policies.Moderation;

/// <summary>
/// Puts a whole answer through the rules: its text, and the arguments of its tool calls, which somebody is going to run. What has to be
/// changed goes out in one piece where the first piece of it was; what stays keeps its pieces.
/// </summary>
internal static class ModeratedAnswer
{
    public static IReadOnlyList<UpstreamDelta> Apply(IReadOnlyList<UpstreamDelta> answer, PolicyCheck check)
    {
        IReadOnlyList<UpstreamDelta> result = Rewrite(answer, d => d.Text, (d, text) => d with { Text = text }, check.Apply);
        foreach (int call in answer.Where(d => d.ToolCall is not null).Select(d => d.ToolCall!.Index).Distinct())
        {
            result = Rewrite(
                result,
                d => d.ToolCall?.Index == call ? d.ToolCall.Arguments : null,
                (d, text) => d with { ToolCall = d.ToolCall! with { Arguments = text ?? "" } },
                arguments => JsonTexts.Rewrite(arguments, check.Apply));
        }

        return result;
    }

    private static IReadOnlyList<UpstreamDelta> Rewrite(
        IReadOnlyList<UpstreamDelta> answer,
        Func<UpstreamDelta, string?> read,
        Func<UpstreamDelta, string?, UpstreamDelta> write,
        Func<string, string> rewrite)
    {
        string before = string.Concat(answer.Select(read));
        string after = rewrite(before);
        if (ReferenceEquals(before, after))
        {
            return answer;
        }

        bool written = false;
        var result = new List<UpstreamDelta>(answer.Count);
        foreach (UpstreamDelta delta in answer)
        {
            // An opening may hold an empty text; the new one belongs where the old one began.
            if (string.IsNullOrEmpty(read(delta)))
            {
                result.Add(delta);
            }
            else
            {
                result.Add(write(delta, written ? null : after));
                written = true;
            }
        }

        return result;
    }
}
