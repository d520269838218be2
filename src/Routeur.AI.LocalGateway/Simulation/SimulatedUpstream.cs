using System.Runtime.CompilerServices;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>A model that is none: <see cref="AnswerComposer"/>, or a scripted answer, cut into pieces and counted.</summary>
internal sealed class SimulatedUpstream(SimulatedAnswer? scripted = null) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Pieces without a pause between them would otherwise run through to the end on one thread, ahead of every other stream.
        await Task.Yield();

        (SimulatedAnswer answer, string finishReason) = TokenLimit.Apply(scripted ?? AnswerComposer.Compose(request), request);
        var meter = new TokenMeter(TokenCounter.CountPrompt(request.Body.GetProperty(ChatFields.Messages)));

        // A tool call opens an answer by itself.
        if (answer is not { Text: "", Reasoning: null, ToolCalls.Count: > 0 })
        {
            yield return new UpstreamDelta { Usage = meter.Usage };
        }

        foreach (string piece in TextPieces.Split(answer.Reasoning ?? ""))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new UpstreamDelta { Reasoning = piece, Usage = meter.CountReasoning(piece) };
        }

        foreach (string piece in TextPieces.Split(answer.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new UpstreamDelta { Text = piece, Usage = meter.Count(piece) };
        }

        for (int i = 0; i < answer.ToolCalls.Count; i++)
        {
            string id = $"call_{request.RequestId}{(i == 0 ? "" : $"_{i}")}";
            yield return new UpstreamDelta { ToolCall = new ToolCallPiece(i, id, answer.ToolCalls[i].Name, ""), Usage = meter.Usage };
            foreach (string piece in TextPieces.Split(answer.ToolCalls[i].Arguments))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new UpstreamDelta { ToolCall = new ToolCallPiece(i, null, null, piece), Usage = meter.Count(piece) };
            }
        }

        yield return new UpstreamDelta { FinishReason = finishReason, Usage = meter.Usage };
    }
}
