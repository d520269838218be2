using Microsoft.Extensions.AI;
using Routeur.AI.Wire;

namespace Routeur.AI.Routing;

/// <summary>The step behind <see cref="RouteurChatClientBuilderExtensions.UseRouteurRouting"/>.</summary>
internal sealed class RouteurRoutingChatClient : DelegatingChatClient
{
    private readonly RouteurClient _client;
    private readonly IChatClient _leaf;

    public RouteurRoutingChatClient(IChatClient innerClient)
        : base(innerClient)
    {
        _client = innerClient.GetService<RouteurClient>() ?? throw new InvalidOperationException(
            $"{nameof(RouteurChatClientBuilderExtensions.UseRouteurRouting)} needs a chain that ends in a {nameof(RouteurChatClient)}, whose " +
            $"defaults it resolves. Build the chain on one: new {nameof(RouteurChatClient)}().AsBuilder()." +
            $"{nameof(RouteurChatClientBuilderExtensions.UseRouteurRouting)}(). For another OpenAI client, use {nameof(RouteurHeadersPolicy)}.");
        _leaf = innerClient.GetService<RouteurChatClient>() ?? innerClient;
    }

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Resolved(options), cancellationToken);

    // Not an iterator: its body would run when the stream is enumerated, in whatever scope is open there.
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, Resolved(options), cancellationToken);

    private ChatOptions Resolved(ChatOptions? options)
    {
        RouteurScope? scope = RouteurRouting.Current;
        RouteurDecisionLevel? decidedBy = RoutingWish.Read(options, rawModel: null).DecidedBy;

        // Decided by a step further out, or by the call whose tool makes this one. Only a constraint can still change it.
        if (decidedBy is { } level && (scope?.OverridingTarget is null || level is RouteurDecisionLevel.OverridingScope))
        {
            return options!;
        }

        ChatOptions copy = options?.Clone() ?? new ChatOptions();
        string? rawModel = null;
        if (options?.RawRepresentationFactory is { } factory)
        {
            object? made = factory(_leaf);
            rawModel = RawChatOptions.Read(made)?.Model;
            copy.RawRepresentationFactory = HandOn(made, factory);
        }

        RoutingMark.Write(copy, RoutingPrecedence.Decide(RoutingWish.Read(options, rawModel), scope, _client.Settings));
        return copy;
    }

    // The first request gets what this step was given, so that the factory is asked once for it; further ones, of a tool loop, ask again.
    private Func<IChatClient, object?> HandOn(object? made, Func<IChatClient, object?> factory)
    {
        int taken = 0;
        return client => ReferenceEquals(client, _leaf) && Interlocked.Exchange(ref taken, 1) == 0 ? made : factory(client);
    }
}
