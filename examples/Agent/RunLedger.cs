using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Routeur.AI;

namespace OrderDesk;

/// <summary>
/// A step of a chat pipeline that writes down every round trip that was answered. Inside the tool loop it sees what agents do by
/// themselves, also in a run that fails later on. Safe for agents that run side by side.
/// </summary>
internal sealed class RunLedger(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly ConcurrentQueue<RouteurTrace?> _roundTrips = new();

    /// <summary>The trace of each; null where the service told none.</summary>
    public IReadOnlyCollection<RouteurTrace?> RoundTrips => _roundTrips;

    /// <summary>What all of it cost; null when that is not known of every round trip.</summary>
    public decimal? CostUsd => _roundTrips.Aggregate((decimal?)0, (sum, trace) => sum + trace?.CostUsd);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
        _roundTrips.Enqueue(response.GetRouteurTrace());
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RouteurTrace? trace = null;
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            trace ??= update.GetRouteurTrace();
            yield return update;
        }

        _roundTrips.Enqueue(trace);
    }
}
