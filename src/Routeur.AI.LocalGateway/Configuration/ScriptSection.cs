using System.Net;
using System.Text.Json;
using Routeur.AI.LocalGateway.Scripting;

namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>A scripted reply: what it is, which requests it is for, how often and after what delay.</summary>
internal static class ScriptSection
{
    private static readonly Dictionary<string, Func<ConfigNode, ScriptedReply>> Replies = new()
    {
        ["text"] = node => ScriptedReply.Text(node.Text()),
        ["answer"] = node => node.Object(a => ScriptedReply.Text(a.Get("text").Text(), a.Find("reasoning")?.Text())),
        ["tool_calls"] = node => ToolCalls(node),
        ["error"] = node => node.Object(Error),
        ["blocked_by_dlp"] = node => ScriptedReply.BlockedByDlp(node.Text()),
        ["blocked_by_moderation"] = node => ScriptedReply.BlockedByModeration(node.Text()),
        ["rate_limited"] = node => node.Object(e => ScriptedReply.RateLimited(RetryAfter(e))),
        ["status"] = node => ScriptedReply.Status((HttpStatusCode)node.Integer(200, 599)),
        ["raw"] = node => node.Object(Raw),
        ["abort"] = node => ScriptedReply.Abort(node.Integer(0)),
        ["stall"] = node => ScriptedReply.Stall(node.Integer(0)),
        ["truncate"] = node => ScriptedReply.Truncate(node.Integer(0)),
        ["garbage"] = node => ScriptedReply.Garbage(node.Integer(0)),
        ["error_event"] = node => ScriptedReply.ErrorEvent(node.Integer(0)),
    };

    public static ScriptEntry Read(ConfigNode node) => node.Object(members => Read(node, members));

    private static ScriptEntry Read(ConfigNode node, ConfigObject members)
    {
        IReadOnlyList<(string Name, ConfigNode Node)> found = members.FindAll(Replies.Keys);
        TimeSpan delay = members.Find("delay_ms")?.Milliseconds() ?? TimeSpan.Zero;
        RequestMatch? match = members.Find("when")?.Object(RequestMatch.Read);
        int? times = members.Find("times")?.Integer(1);

        // A reply that is spelt wrong is unknown, before it is missing.
        members.RefuseOthers();
        if (found.Count != 1)
        {
            throw node.Wrong(found.Count == 0
                ? $"must hold one of {string.Join(", ", Replies.Keys)}"
                : $"holds {string.Join(" and ", found.Select(f => f.Name))}; it must hold one of them");
        }

        // Like Enqueue and When: a reply is used once, one with a condition without end.
        ScriptedReply reply = Reply(found[0].Name, found[0].Node).WithDelay(delay);
        return match is null
            ? new ScriptEntry(_ => reply, times ?? 1)
            : new ScriptEntry(request => match.Fits(request) ? reply : null, times);
    }

    // What code may not say, a file may not say either; but there it is a mistake with a place.
    private static ScriptedReply Reply(string name, ConfigNode node)
    {
        try
        {
            return Replies[name](node);
        }
        catch (ArgumentException e)
        {
            string member = JsonNamingPolicy.SnakeCaseLower.ConvertName(e.ParamName ?? name);
            throw node.Wrong($"holds a wrong '{member}': {e.Message.Split(" (Parameter")[0]}");
        }
    }

    private static ScriptedReply Error(ConfigObject members) => ScriptedReply.Error(
        (HttpStatusCode)members.Get("status").Integer(400, 599),
        members.Get("code").Text(),
        members.Find("message")?.Text() ?? "scripted",
        RetryAfter(members));

    private static TimeSpan? RetryAfter(ConfigObject members) =>
        members.Find("retry_after") is { } seconds ? TimeSpan.FromSeconds(seconds.Integer(0)) : null;

    private static ScriptedReply Raw(ConfigObject members) => ScriptedReply.Raw(
        members.Get("body").Text(),
        members.Find("content_type")?.Text() ?? "application/json",
        (HttpStatusCode)(members.Find("status")?.Integer(200, 599) ?? 200));

    // The arguments as an object, for readers, or as the text that goes out.
    private static ScriptedReply ToolCalls(ConfigNode node)
    {
        IReadOnlyList<(string, string)> calls = node.List(call => call.Object(members =>
        {
            ConfigNode arguments = members.Get("arguments");
            return (members.Get("name").Text(), arguments.IsObject ? arguments.Json() : arguments.Text());
        }));
        return calls.Count > 0 ? ScriptedReply.ToolCalls([.. calls]) : throw node.Wrong("must hold at least one call");
    }
}
