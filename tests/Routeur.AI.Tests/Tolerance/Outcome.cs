using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>What came of an exchange, as text that can be compared and read in a failure's message.</summary>
/// <param name="Essence">Text, reasoning, refusal, media, tool calls and finish reason of an answer; or what is wrong with it.</param>
/// <param name="Usage">The reported usage.</param>
/// <param name="Exception">The exception, of whatever type, when there is no answer.</param>
internal sealed record Outcome(string Essence, ExpectedUsage? Usage = null, Exception? Exception = null)
{
    public RouteurException? Error => Exception as RouteurException;

    public ChatResponse? Answer { get; private init; }

    /// <summary>What the case's own expectation looks like.</summary>
    public static Outcome Expected(ToleranceCase expected)
    {
        IEnumerable<string> calls = expected.Calls.Select(call => Call(call.Name, call.Id, call.Arguments is null ? null : Canonical(call.Arguments)));
        return new Outcome(
            Describe(expected.Text, expected.Reasoning, expected.Refusal, expected.Media, calls, expected.FinishReason),
            expected.Usage);
    }

    /// <summary>What an answer looks like. Ids that the gateway did not send are only checked to be there and to differ.</summary>
    public static Outcome Of(ChatResponse response, ToleranceCase expected)
    {
        if (response.Messages.Count != 1)
        {
            return new Outcome($"{response.Messages.Count} messages instead of one") { Answer = response };
        }

        IList<AIContent> contents = response.Messages[0].Contents;
        FunctionCallContent[] calls = [.. contents.OfType<FunctionCallContent>()];
        bool idsAreUnique = calls.Select(call => call.CallId).Distinct().Count() == calls.Length;
        IEnumerable<string> described = calls.Select((call, i) =>
        {
            bool free = i < expected.Calls.Count && expected.Calls[i].Id is null;
            string? id = free && idsAreUnique && !string.IsNullOrWhiteSpace(call.CallId) ? null : call.CallId;
            return Call(call.Name, id, Arguments(call));
        });

        string essence = Describe(
            response.Text,
            string.Concat(contents.OfType<TextReasoningContent>().Select(content => content.Text)),
            string.Concat(contents.OfType<ErrorContent>().Select(content => content.Message)),
            contents.Select(content => content switch { DataContent data => data.Uri, UriContent uri => uri.Uri.ToString(), _ => null }).OfType<string>(),
            described,
            response.FinishReason?.Value);
        return new Outcome(essence, ExpectedUsage.Of(response.Usage)) { Answer = response };
    }

    public override string ToString() =>
        Exception is not null
            ? $"{Exception.GetType().Name}{(Error is null ? "" : $" ({Error.ErrorCode}, status {Error.Status})")}: {Exception.Message}\n{Exception.StackTrace}"
            : $"{Essence}\nusage: {Usage?.ToString() ?? "none"}";

    private static string Describe(
        string text, string reasoning, string refusal, IEnumerable<string> media, IEnumerable<string> calls, string? finishReason)
    {
        var lines = new StringBuilder();
        lines.Append("text: \"").Append(WellFormed(text)).Append("\"\n");
        lines.Append("reasoning: \"").Append(WellFormed(reasoning)).Append("\"\n");
        lines.Append("refusal: \"").Append(WellFormed(refusal)).Append("\"\n");
        lines.AppendJoin("", media.Select(item => $"media: {item}\n"));
        lines.AppendJoin("", calls.Select(item => $"{item}\n"));
        lines.Append("finish: ").Append(finishReason ?? "none");
        return lines.ToString();
    }

    private static string Call(string name, string? id, string? arguments) => $"call: {name} [{id ?? "any id"}] {arguments ?? "unreadable"}";

    private static string? Arguments(FunctionCallContent call) =>
        call.Exception is not null ? null : Canonical(JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>()));

    // Reads and writes, so that spelling (white space, escapes) plays no part; the order of members is the gateway's on both sides.
    private static string Canonical(string json) => JsonNode.Parse(json)!.ToJsonString();

    // A surrogate without its partner may reach the app as it is or as U+FFFD: both are tolerable, neither is a crash.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
