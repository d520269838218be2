using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes the body of <c>POST /v1/chat/completions</c> straight from MEAI types.</summary>
internal static class ChatRequestWriter
{
    /// <summary>Writes the whole body.</summary>
    /// <exception cref="ArgumentException">A message or option cannot be sent; the message names it.</exception>
    /// <exception cref="NotSupportedException">A content part that the dialect cannot carry; the message names its type.</exception>
    public static BinaryData Write(IEnumerable<ChatMessage> messages, ChatOptions? options, RawChatOptions? raw, RouteurDecision decision, bool stream) =>
        throw new NotSupportedException("being built");
}
