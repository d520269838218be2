using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Routing;

namespace Routeur.AI.Wire;

/// <summary>What differs in a body because of the provider behind the gateway: DeepSeek speaks an older dialect with an addition.</summary>
internal static class RequestDialect
{
    private const string DeepSeek = "deepseek";
    private const string Auto = "auto";

    /// <summary>Whether the request is known to go to DeepSeek: by its provider, or by a model id that begins so (ids are never split).</summary>
    public static bool IsDeepSeek(RouteurDecision decision) =>
        DeepSeek.Equals(decision.ForcedProvider, StringComparison.OrdinalIgnoreCase) ||
        (decision.ForcedModel ?? decision.Model).StartsWith(DeepSeek, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether an assistant turn with tool calls goes back with its reasoning, without which DeepSeek refuses the next turn. Under
    /// <c>auto</c> nobody knows the provider, so the turn's own trace block decides: it came from DeepSeek, and the loop goes on there.
    /// </summary>
    public static bool WantsReasoning(RouteurDecision decision, ChatMessage turn) =>
        IsDeepSeek(decision) ||
        (decision is { ForcedProvider: null, ForcedModel: null } &&
         decision.Model.Equals(Auto, StringComparison.OrdinalIgnoreCase) &&
         turn.AdditionalProperties is { } properties &&
         properties.TryGetValue(RouteurPropertyNames.TraceBlock, out object? block) &&
         block is JsonElement { ValueKind: JsonValueKind.Object } trace &&
         trace.TryGetProperty("provider", out JsonElement provider) &&
         provider.ValueKind == JsonValueKind.String &&
         DeepSeek.Equals(provider.GetString(), StringComparison.OrdinalIgnoreCase));
}
