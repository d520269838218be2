using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace Routeur.AI;

/// <summary>An <see cref="IChatClient"/> that talks to routeur.ai.</summary>
public sealed class RouteurChatClient : IChatClient
{
    private readonly RouteurClient _client;

    /// <summary>Makes a chat client with a connection of its own.</summary>
    public RouteurChatClient(RouteurOptions? options = null, Action<OpenAIClientOptions>? configure = null, ILoggerFactory? loggerFactory = null)
        : this(new RouteurClient(options, configure, loggerFactory))
    {
    }

    /// <summary>Makes a chat client on a connection that the caller owns.</summary>
    public RouteurChatClient(RouteurClient client) => _client = client;

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("being built");

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("being built");

    /// <summary>Says which level decides the target of a call with these options, and why, without sending anything.</summary>
    public RouteurDecision ExplainRouting(ChatOptions? options = null) =>
        throw new NotSupportedException("being built");

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(RouteurClient) ? _client : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
