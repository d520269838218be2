using System.Text.Json;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Puts the tool results at the end of a conversation into words.</summary>
internal static class ToolResults
{
    public static string Summarize(JsonElement[] messages)
    {
        int first = Array.FindLastIndex(messages, m => MessageContent.Role(m) != ChatFields.Tool) + 1;
        return string.Join("; ", messages[first..].Select(m => $"{NameOf(m, messages)} returned: {MessageContent.Text(m)}"));
    }

    // A tool message names the call only; the tool's name stands in the assistant's turn that made it.
    private static string NameOf(JsonElement result, JsonElement[] messages)
    {
        string? id = JsonValue.String(result, ChatFields.ToolCallId);
        return messages
            .SelectMany(m => JsonValue.Items(m, ChatFields.ToolCalls))
            .Where(call => id is not null && JsonValue.String(call, ChatFields.Id) == id)
            .Select(call => JsonValue.Member(call, ChatFields.Function))
            .Select(function => JsonValue.String(function, ChatFields.Name))
            .LastOrDefault() ?? "The tool";
    }
}
