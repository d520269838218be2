using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Cuts an answer at the caller's token limit, as a real model's is: reasoning counts, tool calls are left whole.</summary>
internal static class TokenLimit
{
    public static (SimulatedAnswer Answer, string FinishReason) Apply(SimulatedAnswer answer, UpstreamRequest request)
    {
        if (answer.ToolCalls.Count > 0)
        {
            return (answer, ChatFields.ToolCalls);
        }

        int reasoning = answer.Reasoning?.Length ?? 0;
        if (Limit(request) is not { } tokens || tokens >= TokenCounter.Count(reasoning) + TokenCounter.Count(answer.Text.Length))
        {
            return (answer, ChatFields.Stop);
        }

        int left = Math.Max(0, tokens - TokenCounter.Count(reasoning));
        return (answer with { Reasoning = Cut(answer.Reasoning, tokens), Text = Cut(answer.Text, left) ?? "" }, ChatFields.Length);
    }

    private static int? Limit(UpstreamRequest request)
    {
        int? limit = request.Dialect.MaxTokensOnly ? null : JsonValue.Integer(request.Body, ChatFields.MaxCompletionTokens);
        limit ??= JsonValue.Integer(request.Body, ChatFields.MaxTokens);
        return limit < 0 ? 0 : limit;
    }

    private static string? Cut(string? text, int tokens) =>
        text is null || tokens >= TokenCounter.Count(text.Length) ? text : TextPieces.Begin(text, tokens * TokenCounter.CharactersPerToken);
}
