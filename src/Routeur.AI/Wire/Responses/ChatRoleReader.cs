using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Reads <c>role</c>. Roles that the dialect does not know ("model", "ai") become <see cref="ChatRole.Assistant"/>: whoever answers is the
/// assistant, and a history with a foreign role could not be sent back.
/// </summary>
internal static class ChatRoleReader
{
    private static readonly ChatRole Developer = new("developer");

    /// <summary>Null when there is none.</summary>
    public static ChatRole? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            ReadOnlySpan<byte> word = reader.ValueSpan;
            return
                word.IsEmpty ? null :
                word.SequenceEqual("assistant"u8) ? ChatRole.Assistant :
                word.SequenceEqual("system"u8) ? ChatRole.System :
                word.SequenceEqual("user"u8) ? ChatRole.User :
                word.SequenceEqual("tool"u8) ? ChatRole.Tool :
                word.SequenceEqual("developer"u8) ? Developer :
                ChatRole.Assistant;
        }

        reader.Skip();
        return null;
    }
}
