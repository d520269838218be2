using System.Runtime.CompilerServices;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>
/// Another upstream whose tool calls come as Gemini's do: each in one piece, without an id and with the index 0; and a stream of them ends
/// with <c>stop</c>, while a plain answer has the right finish reason.
/// </summary>
internal sealed class WholeToolCalls(IUpstream inner) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        UpstreamDelta? open = null;
        await foreach (UpstreamDelta delta in inner.CompleteAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (delta.ToolCall is { Name: null } more)
            {
                open = open! with { Usage = delta.Usage, ToolCall = open.ToolCall! with { Arguments = open.ToolCall.Arguments + more.Arguments } };
                continue;
            }

            if (open is not null)
            {
                yield return open;
                open = null;
            }

            if (delta.ToolCall is { } first)
            {
                open = delta with { ToolCall = first with { Index = 0, Id = "" } };
            }
            else
            {
                yield return request.Stream && delta.FinishReason == ChatFields.ToolCalls ? delta with { FinishReason = ChatFields.Stop } : delta;
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }
}
