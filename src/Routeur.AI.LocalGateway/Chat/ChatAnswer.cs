using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>What is known of an answer while it grows, and the JSON that plain and streamed answers have in common.</summary>
/// <param name="call">The request that it answers.</param>
/// <param name="route">Who gives it.</param>
/// <param name="request">What was asked.</param>
/// <param name="dialect">How the provider speaks.</param>
/// <param name="block">Writes the <c>routeur</c> block; null when the caller did not ask for it.</param>
internal sealed class ChatAnswer(GatewayCall call, GatewayRoute route, ChatRequest request, Dialect dialect, TraceBlock? block)
{
    // DeepSeek caches prompts in blocks of so many tokens.
    private const int CacheBlock = 64;

    private readonly long _created = call.Timestamp.ToUnixTimeSeconds();

    public GatewayCall Call => call;

    public Dialect Dialect => dialect;

    public bool IncludeUsage => request.IncludeUsage;

    public TokenUsage Usage { get; private set; }

    public string? FinishReason { get; private set; }

    public void Take(UpstreamDelta delta)
    {
        Usage = delta.Usage;
        call.Trace!.Usage = delta.Usage;
        FinishReason = delta.FinishReason ?? FinishReason;
    }

    public void WriteHead(Utf8JsonWriter writer, string objectType)
    {
        writer.WriteString(ChatFields.Id, ChatFields.IdPrefix + call.RequestId);
        writer.WriteString(ChatFields.Object, objectType);
        writer.WriteNumber(ChatFields.Created, _created);
        writer.WriteString(ChatFields.Model, route.Target.SnapshotName ?? route.Model);
    }

    public void WriteUsage(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(ChatFields.Usage);
        writer.WriteNumber(ChatFields.PromptTokens, Usage.Prompt);
        writer.WriteNumber(ChatFields.CompletionTokens, Usage.Completion);
        writer.WriteNumber(ChatFields.TotalTokens, Usage.Total);
        if (Usage.Reasoning > 0)
        {
            writer.WriteStartObject(ChatFields.CompletionTokensDetails);
            writer.WriteNumber(ChatFields.ReasoningTokens, Usage.Reasoning);
            writer.WriteEndObject();
        }

        if (dialect.CountsCache)
        {
            // As if every whole block of the prompt had been sent before.
            int missed = Usage.Prompt % CacheBlock;
            writer.WriteNumber(ChatFields.CacheHitTokens, Usage.Prompt - missed);
            writer.WriteNumber(ChatFields.CacheMissTokens, missed);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the <c>routeur</c> block, if the caller asked for it with <c>Routeur-Trace: true</c>.</summary>
    public void WriteTrace(Utf8JsonWriter writer) => block?.Write(writer, call);
}
