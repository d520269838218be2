using System.Runtime.CompilerServices;
using System.Text.Json;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>A model that is none: <see cref="AnswerComposer"/>, or a scripted text, cut into pieces and counted.</summary>
internal sealed class SimulatedUpstream(string? scriptedText = null) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Pieces without a pause between them would otherwise run through to the end on one thread, ahead of every other stream.
        await Task.Yield();

        SimulatedAnswer answer = scriptedText is null ? AnswerComposer.Compose(request) : new SimulatedAnswer(scriptedText);
        (string text, string finishReason) = Fit(answer, request.Body);
        int promptTokens = TokenCounter.CountPrompt(request.Body.GetProperty(ChatFields.Messages));
        int characters = 0;

        yield return new UpstreamDelta { Usage = Usage(), ToolCall = Opening(answer, request) };
        foreach (string piece in TextPieces.Split(text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            characters += piece.Length;
            yield return answer.IsToolCall
                ? new UpstreamDelta { Usage = Usage(), ToolCall = new ToolCallPiece(0, null, null, piece) }
                : new UpstreamDelta { Usage = Usage(), Text = piece };
        }

        yield return new UpstreamDelta { Usage = Usage(), FinishReason = finishReason };

        TokenUsage Usage() => new(promptTokens, TokenCounter.Count(characters));
    }

    private static ToolCallPiece? Opening(SimulatedAnswer answer, UpstreamRequest request) =>
        answer.IsToolCall ? new ToolCallPiece(0, $"call_{request.RequestId}", answer.ToolName, "") : null;

    // A text is cut at the caller's token limit, as a real model's is; a tool call is left whole.
    private static (string Text, string FinishReason) Fit(SimulatedAnswer answer, JsonElement body)
    {
        if (answer.IsToolCall)
        {
            return (answer.Text, ChatFields.ToolCalls);
        }

        int? limit = JsonValue.Integer(body, ChatFields.MaxCompletionTokens) ?? JsonValue.Integer(body, ChatFields.MaxTokens);
        return limit is { } tokens && tokens < TokenCounter.Count(answer.Text.Length)
            ? (TextPieces.Begin(answer.Text, Math.Max(0, tokens) * TokenCounter.CharactersPerToken), ChatFields.Length)
            : (answer.Text, ChatFields.Stop);
    }
}
