using System.Buffers;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Joins the log probabilities of a stream's chunks.</summary>
internal sealed class LogProbsCollector
{
    private readonly JsonArrayCollector _content = new();
    private readonly JsonArrayCollector _refusal = new();

    /// <summary>Reads the object at the reader's position.</summary>
    public void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            if (name.SequenceEqual(ResponseNames.Content))
            {
                _content.Add(ref reader, json);
            }
            else if (name.SequenceEqual(ResponseNames.Refusal))
            {
                _refusal.Add(ref reader, json);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    public JsonElement ToElement()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Write(writer, ResponseNames.Content, _content);
            Write(writer, ResponseNames.Refusal, _refusal);
            writer.WriteEndObject();
        }

        return KeptJson.ToElement(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonArrayCollector items)
    {
        if (!items.IsEmpty)
        {
            writer.WritePropertyName(name);
            items.ToElement().WriteTo(writer);
        }
    }
}
