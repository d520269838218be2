using System.Text;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Reads the entries of <c>tool_calls</c>, and the older <c>function_call</c>, into pieces.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads the value of <c>tool_calls</c>: an array of entries, or one entry without its array.</summary>
    /// <param name="reader">The reader, at the value.</param>
    /// <param name="json">The text that it reads.</param>
    /// <param name="calls">Where the pieces go.</param>
    /// <param name="whole">Whether each entry is a whole call, as in a plain answer.</param>
    public static void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ToolCallAssembler calls, bool whole)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadEntry(ref reader, json, calls, whole);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadEntry(ref reader, json, calls, whole);
        }
    }

    /// <summary>Reads one entry; also the value of <c>function_call</c>, which is the inner object of an entry.</summary>
    public static void ReadEntry(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ToolCallAssembler calls, bool whole)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        ToolCallPiece piece = default;
        ReadObject(ref reader, json, ref piece);
        calls.Add(piece, whole);
    }

    private static void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref ToolCallPiece piece)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            if (name.SequenceEqual(ResponseNames.Index))
            {
                piece = piece with { Index = LenientNumber.ReadInteger(ref reader) };
            }
            else if (name.SequenceEqual(ResponseNames.Id))
            {
                piece = piece with { Id = LenientJsonString.Read(ref reader) };
            }
            else if (name.SequenceEqual(ResponseNames.Function) && reader.TokenType == JsonTokenType.StartObject)
            {
                // Its members have names of their own, so one loop serves both levels, and flattened entries too.
                ReadFunction(ref reader, json, ref piece);
            }
            else
            {
                ReadFunctionMember(name, ref reader, json, ref piece);
            }
        }
    }

    private static void ReadFunction(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref ToolCallPiece piece)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            ReadFunctionMember(name, ref reader, json, ref piece);
        }
    }

    private static void ReadFunctionMember(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref ToolCallPiece piece)
    {
        if (name.SequenceEqual(ResponseNames.Name))
        {
            piece = piece with { Name = LenientJsonString.Read(ref reader) };
        }
        else if (name.SequenceEqual(ResponseNames.Arguments))
        {
            piece = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                ? piece with { Arguments = Encoding.UTF8.GetString(KeptJson.Raw(ref reader, json)), ArgumentsAreWhole = true }
                : piece with { Arguments = LenientJsonString.ReadPiece(ref reader) };
        }
        else
        {
            reader.Skip();
        }
    }
}
