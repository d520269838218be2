using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads a whole chat completion straight into MEAI types.</summary>
internal static class ChatResponseReader
{
    /// <exception cref="RouteurException">The body is an error object, or cannot be understood.</exception>
    public static ChatResponse Read(ReadOnlyMemory<byte> body, ChatReadContext context) =>
        throw new NotSupportedException("being built");
}
