using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Routeur.AI.Routing;

namespace Routeur.AI.Tests.Routing;

/// <summary>
/// Stands in for <see cref="RouteurChatClient"/> at the end of a chain: resolves the routing as that one does, at the time of its own call,
/// and answers with it. <paramref name="toolCalls"/> rounds ask for the tool <c>lookup</c> first.
/// </summary>
internal sealed class RecordingChatClient(RouteurClient client, int toolCalls = 0) : IChatClient
{
    private readonly ConcurrentQueue<(ChatOptions? Options, RouteurDecision Decision)> _calls = new();

    public IReadOnlyList<(ChatOptions? Options, RouteurDecision Decision)> Calls => [.. _calls];

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // The scope is taken before the first await, as an ordinary call does.
        ChatResponse response = Answer(messages, options);
        await Task.Yield();
        return response;
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Stream(Answer(messages, options), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(RouteurClient) ? client : null;

    public void Dispose()
    {
    }

    private ChatResponse Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        RouteurDecision decision = RoutingPrecedence.Resolve(options, null, RouteurRouting.Current, client.Settings);
        _calls.Enqueue((options, decision));
        int round = messages.Count(m => m.Role == ChatRole.Tool);
        return new(round < toolCalls
            ? new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call_{round}", "lookup")])
            : new ChatMessage(ChatRole.Assistant, $"{decision.ForcedProvider ?? "-"}/{decision.ForcedModel ?? "-"}/{decision.Model}"));
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Stream(ChatResponse response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }
}
