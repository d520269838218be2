using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Agents.Tests.Support;

/// <summary>The step of docs/agents.md that sees the trace of every round trip.</summary>
internal sealed class TraceCollectingChatClient(IChatClient inner, Action<RouteurTrace> collect) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
        Collect(response.GetRouteurTrace());
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            Collect(update.GetRouteurTrace());
            yield return update;
        }
    }

    private void Collect(RouteurTrace? trace)
    {
        if (trace is not null)
        {
            collect(trace);
        }
    }
}
