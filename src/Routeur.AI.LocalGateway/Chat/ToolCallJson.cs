using System.Text.Json;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>Writes a tool call, or a piece of one: only streams number their pieces.</summary>
internal static class ToolCallJson
{
    public static void Write(Utf8JsonWriter writer, ToolCallPiece piece, bool withIndex)
    {
        writer.WriteStartObject();
        if (withIndex)
        {
            writer.WriteNumber(ChatFields.Index, piece.Index);
        }

        if (piece.Id is not null)
        {
            writer.WriteString(ChatFields.Id, piece.Id);
            writer.WriteString(ChatFields.Type, ChatFields.Function);
        }

        writer.WriteStartObject(ChatFields.Function);
        if (piece.Name is not null)
        {
            writer.WriteString(ChatFields.Name, piece.Name);
        }

        writer.WriteString(ChatFields.Arguments, piece.Arguments);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
