using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>What an answer says beside its contents, under the keys of SK's OpenAI connector where it has one.</summary>
internal static class AnswerMetadata
{
    /// <param name="message">A message of an answer.</param>
    /// <param name="response">The answer, when this is its last message.</param>
    public static Dictionary<string, object?> Of(ChatMessage message, ChatResponse? response)
    {
        var metadata = new Dictionary<string, object?>();
        Copy(response?.AdditionalProperties, metadata);
        Copy(message.AdditionalProperties, metadata);
        if (message.Contents.OfType<ErrorContent>().FirstOrDefault() is { } refusal)
        {
            metadata[MetadataKeys.Refusal] = refusal.Message;
        }

        if (response is null)
        {
            return metadata;
        }

        metadata[MetadataKeys.Id] = response.ResponseId;
        metadata[MetadataKeys.CreatedAt] = response.CreatedAt;
        metadata[MetadataKeys.FinishReason] = Name(response.FinishReason);
        metadata[MetadataKeys.Usage] = response.Usage;

        JsonElement[] traces = [.. response.Messages
            .Select(m => m.AdditionalProperties is { } properties && properties.TryGetValue(MetadataKeys.Trace, out object? trace) ? trace : null)
            .OfType<JsonElement>()];
        if (traces.Length > 1)
        {
            metadata[MetadataKeys.Traces] = ToArray(traces);
        }

        return metadata;
    }

    /// <param name="update">An update of a stream.</param>
    public static Dictionary<string, object?> Of(ChatResponseUpdate update)
    {
        var metadata = new Dictionary<string, object?>();
        Copy(update.AdditionalProperties, metadata);
        metadata[MetadataKeys.CompletionId] = update.ResponseId;
        metadata[MetadataKeys.CreatedAt] = update.CreatedAt;
        metadata[MetadataKeys.FinishReason] = Name(update.FinishReason);
        metadata[MetadataKeys.Usage] = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details;
        if (update.Contents.OfType<ErrorContent>().FirstOrDefault() is { } refusal)
        {
            metadata[MetadataKeys.Refusal] = refusal.Message;
        }

        return metadata;
    }

    /// <summary>The reason as apps on SK's OpenAI connector compare it; others as the provider said them.</summary>
    public static string? Name(ChatFinishReason? reason) => reason?.Value switch
    {
        "stop" => "Stop",
        "length" => "Length",
        "tool_calls" => "ToolCalls",
        "content_filter" => "ContentFilter",
        "function_call" => "FunctionCall",
        var other => other,
    };

    /// <summary>The reverse of <see cref="Name"/>.</summary>
    public static ChatFinishReason? Reason(string? name) => name switch
    {
        null or "" => null,
        "Stop" => ChatFinishReason.Stop,
        "Length" => ChatFinishReason.Length,
        "ToolCalls" => ChatFinishReason.ToolCalls,
        "ContentFilter" => ChatFinishReason.ContentFilter,
        "FunctionCall" => new ChatFinishReason("function_call"),
        _ => new ChatFinishReason(name),
    };

    private static void Copy(AdditionalPropertiesDictionary? properties, Dictionary<string, object?> metadata)
    {
        foreach ((string key, object? value) in properties ?? [])
        {
            metadata[key] = value;
        }
    }

    // One JSON value, so that a history with it can be saved without reflection.
    private static JsonElement ToArray(JsonElement[] items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (JsonElement item in items)
            {
                item.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
