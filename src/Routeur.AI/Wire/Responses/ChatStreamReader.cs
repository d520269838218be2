using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads a streamed chat completion, chunk by chunk, straight into MEAI types.</summary>
internal static class ChatStreamReader
{
    /// <summary>
    /// Yields one update per chunk, and the complete tool calls at the end. <paramref name="body"/> already enforces time-outs and turns
    /// transport failures into <see cref="RouteurException"/>s; who passes it disposes it.
    /// </summary>
    /// <remarks>
    /// Reading stops at <c>[DONE]</c>. What may follow it is left to the transport: <see cref="System.Net.Http.SocketsHttpHandler"/> drains
    /// the rest of a response that is disposed of early, and uses the connection again.
    /// </remarks>
    /// <exception cref="RouteurException">An error event, a stream that ended early, or bytes that cannot be understood.</exception>
    public static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        Stream body, ChatReadContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = new CompletionStream(context);
        while (true)
        {
            while (stream.TryRead(out ChatResponseUpdate? update))
            {
                yield return update;
            }

            if (stream.IsDone)
            {
                yield break;
            }

            int count = await body.ReadAsync(stream.GetMemory(), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                stream.EndOfInput();
            }
            else
            {
                stream.Advance(count);
            }
        }
    }
}
