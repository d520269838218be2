using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads a streamed chat completion, chunk by chunk, straight into MEAI types.</summary>
internal static class ChatStreamReader
{
    /// <summary>
    /// Yields one update per chunk, and the complete tool calls at the end. <paramref name="body"/> already enforces time-outs and turns
    /// transport failures into <see cref="RouteurException"/>s; who passes it disposes it.
    /// </summary>
    /// <exception cref="RouteurException">An error event, a stream that ended early, or bytes that cannot be understood.</exception>
    public static IAsyncEnumerable<ChatResponseUpdate> ReadAsync(Stream body, ChatReadContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("being built");
}
