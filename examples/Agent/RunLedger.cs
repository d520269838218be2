using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Routeur.AI;

namespace OrderDesk;

/// <summary>
/// A step of a chat pipeline that keeps the trace of every round trip. Inside the tool loop it sees what agents do by themselves, also
/// in a run that fails later on. Safe for agents that run side by side.
/// </summary>
internal sealed class RunLedger(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly ConcurrentQueue<RouteurTrace> _traces = new();

    public IReadOnlyCollection<RouteurTrace> RoundTrips => _traces;

    /// <summary>What all of it cost; null when the service did not say it for every round trip.</summary>
    public decimal? CostUsd => _traces.Aggregate((decimal?)0, (sum, trace) => sum + trace.CostUsd);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
        Keep(response.GetRouteurTrace());
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            Keep(update.GetRouteurTrace());
            yield return update;
        }
    }

    private void Keep(RouteurTrace? trace)
    {
        if (trace is not null)
        {
            _traces.Enqueue(trace);
        }
    }
}
