using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Routeur.AI.SemanticKernel.Conversation;

#pragma warning disable SKEXP0110 // Reasoning is experimental in SK; there is no other place for it.

namespace Routeur.AI.SemanticKernel.Answers;

/// <summary>What Routeur said about an answer, whatever shape SK gives it.</summary>
internal readonly record struct AnswerDetails(IReadOnlyList<RouteurTrace> Traces, ChatFinishReason? FinishReason, string? Reasoning)
{
    /// <summary>The last round trip's trace.</summary>
    public RouteurTrace? Trace => Traces.Count > 0 ? Traces[^1] : null;

    public static AnswerDetails Of(ChatMessageContent content) => new(
        TracesOf(content.Metadata), ReasonOf(content.Metadata), Join(content.Items.OfType<ReasoningContent>().Select(item => item.Text)));

    public static AnswerDetails Of(StreamingKernelContent content) => new(
        TracesOf(content.Metadata),
        ReasonOf(content.Metadata),
        Join((content as StreamingChatMessageContent)?.Items.OfType<StreamingReasoningContent>().Select(item => item.Text) ?? []));

    public static AnswerDetails Of(FunctionResult result) => result.GetValue<object>() switch
    {
        ChatMessageContent content => Of(content),
        IReadOnlyList<ChatMessageContent> { Count: > 0 } contents => Of(contents[0]),
        ChatResponse response => Of(response),
        _ => new AnswerDetails(TracesOf(result.Metadata), ReasonOf(result.Metadata), null),
    };

    private static AnswerDetails Of(ChatResponse response) => new(
        response.GetRouteurTraces(),
        response.FinishReason,
        Join(response.Messages.LastOrDefault()?.Contents.OfType<TextReasoningContent>().Select(content => content.Text) ?? []));

    private static IReadOnlyList<RouteurTrace> TracesOf(IReadOnlyDictionary<string, object?>? metadata)
    {
        if (metadata is null)
        {
            return [];
        }

        if (metadata.TryGetValue(MetadataKeys.Traces, out object? all) && all is JsonElement { ValueKind: JsonValueKind.Array } blocks)
        {
            return [.. blocks.EnumerateArray().Select(block => Read(block)).OfType<RouteurTrace>()];
        }

        return metadata.TryGetValue(MetadataKeys.Trace, out object? one) && Read(one) is { } trace ? [trace] : [];
    }

    // The core reads the block wherever it is kept under its name.
    private static RouteurTrace? Read(object? block) =>
        new ChatMessage { AdditionalProperties = new AdditionalPropertiesDictionary { [MetadataKeys.Trace] = block } }.GetRouteurTrace();

    private static ChatFinishReason? ReasonOf(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is not null && metadata.TryGetValue(MetadataKeys.FinishReason, out object? reason) ? AnswerMetadata.Reason(reason?.ToString()) : null;

    private static string? Join(IEnumerable<string> texts) => string.Concat(texts) is { Length: > 0 } text ? text : null;
}
