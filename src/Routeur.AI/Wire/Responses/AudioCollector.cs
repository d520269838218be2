using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads <c>audio</c>: the sound becomes content piece by piece; id, expiry and transcript are collected for the end.</summary>
internal sealed class AudioCollector(string mediaType)
{
    private string? _id;
    private long? _expiresAt;
    private StringBuilder? _transcript;

    /// <summary>Reads the object at the reader's position; null when it holds no sound.</summary>
    /// <exception cref="JsonException">The sound is not base64.</exception>
    public DataContent? Read(ref Utf8JsonReader reader)
    {
        DataContent? sound = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            if (name.SequenceEqual(ResponseNames.Data) && reader.TokenType == JsonTokenType.String)
            {
                sound = reader.TryGetBytesFromBase64(out byte[]? bytes)
                    ? new DataContent(bytes, mediaType)
                    : throw new JsonException("The audio is not base64.");
            }
            else if (name.SequenceEqual(ResponseNames.Transcript))
            {
                (_transcript ??= new()).Append(LenientJsonString.ReadPiece(ref reader));
            }
            else if (name.SequenceEqual(ResponseNames.Id))
            {
                _id = LenientJsonString.Read(ref reader) ?? _id;
            }
            else if (name.SequenceEqual("expires_at"u8))
            {
                _expiresAt = LenientNumber.ReadInteger(ref reader) ?? _expiresAt;
            }
            else
            {
                reader.Skip();
            }
        }

        return sound;
    }

    /// <summary>What the answer said about its sound besides the sound: <c>id</c> (to refer to it later), <c>expires_at</c>, <c>transcript</c>.</summary>
    public JsonElement ToElement()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (_id is not null)
            {
                writer.WriteString(ResponseNames.Id, _id);
            }

            if (_expiresAt is { } expiresAt)
            {
                writer.WriteNumber("expires_at"u8, expiresAt);
            }

            if (_transcript is not null)
            {
                writer.WriteString(ResponseNames.Transcript, SurrogatePairs.Repair(_transcript.ToString()));
            }

            writer.WriteEndObject();
        }

        return KeptJson.ToElement(buffer.WrittenSpan);
    }
}
