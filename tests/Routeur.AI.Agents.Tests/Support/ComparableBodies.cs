using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Support;

/// <summary>
/// Request bodies, made comparable: the gateway's random ids are numbered, and JSON inside of texts (arguments, tool results) is compact,
/// which is the difference R2 of docs/wire-format.md.
/// </summary>
internal static partial class ComparableBodies
{
    public static List<JsonNode> Of(IEnumerable<RecordedRequest> requests)
    {
        var ids = new Dictionary<string, string>();
        return [.. requests.Select(request => Compact(JsonNode.Parse(CallId().Replace(request.Body, Number))!))];

        string Number(Match id) => ids.TryGetValue(id.Value, out string? number) ? number : ids[id.Value] = $"call_{ids.Count}";
    }

    private static JsonNode Compact(JsonNode body)
    {
        foreach (JsonNode? message in body["messages"]!.AsArray())
        {
            if ((string?)message!["role"] == "tool")
            {
                message["content"] = Compact((string)message["content"]!);
            }

            foreach (JsonNode? call in message["tool_calls"]?.AsArray() ?? [])
            {
                call!["function"]!["arguments"] = Compact((string)call["function"]!["arguments"]!);
            }
        }

        return body;
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    [GeneratedRegex("call_[0-9A-Z]{26}")]
    private static partial Regex CallId();
}
