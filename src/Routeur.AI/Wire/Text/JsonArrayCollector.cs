using System.Buffers;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Joins arrays that come in pieces, chunk by chunk, into one.</summary>
internal sealed class JsonArrayCollector
{
    private readonly ArrayBufferWriter<byte> _items = new();

    public bool IsEmpty => _items.WrittenCount == 0;

    /// <summary>Adds the items of the array at the reader's position, or the value itself when it is no array.</summary>
    public void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                AddItem(KeptJson.Raw(ref reader, json));
            }
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            AddItem(KeptJson.Raw(ref reader, json));
        }
    }

    public void AddItem(ReadOnlySpan<byte> raw)
    {
        _items.Write(IsEmpty ? "["u8 : ","u8);
        _items.Write(raw);
    }

    public JsonElement ToElement() => KeptJson.ToElement(IsEmpty ? "[]"u8 : [.. _items.WrittenSpan, (byte)']']);
}
