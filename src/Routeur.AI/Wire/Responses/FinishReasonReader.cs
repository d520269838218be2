using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads <c>finish_reason</c>: the documented words to MEAI's values, any other word as it is.</summary>
internal static class FinishReasonReader
{
    /// <summary>Null when there is none yet: null, an empty string, or the word "null".</summary>
    public static ChatFinishReason? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        string? word = LenientJsonString.Read(ref reader)?.Trim();
        return word switch
        {
            null or "" or "null" => null,
            _ when Is(word, "stop") => ChatFinishReason.Stop,
            _ when Is(word, "length") => ChatFinishReason.Length,
            _ when Is(word, "tool_calls") || Is(word, "function_call") => ChatFinishReason.ToolCalls,
            _ when Is(word, "content_filter") => ChatFinishReason.ContentFilter,
            _ => new ChatFinishReason(word),
        };
    }

    private static bool Is(string word, string known) => string.Equals(word, known, StringComparison.OrdinalIgnoreCase);
}
