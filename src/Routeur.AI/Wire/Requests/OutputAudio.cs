using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>The media type of audio in an answer. The answer does not tell it; it follows from the format that was asked for.</summary>
internal static class OutputAudio
{
    private const string Field = "audio";

    /// <param name="body">The request as it is sent.</param>
    /// <param name="options">The options it was written from.</param>
    /// <param name="raw">Their raw base.</param>
    public static string MediaType(BinaryData body, ChatOptions? options, RawChatOptions? raw) => Format(body, options, raw)?.ToUpperInvariant() switch
    {
        "OPUS" => "audio/opus",
        "AAC" => "audio/aac",
        "FLAC" => "audio/flac",
        "WAV" => "audio/wav",
        "PCM" or "PCM16" => "audio/pcm",
        _ => "audio/mpeg",
    };

    private static string? Format(BinaryData body, ChatOptions? options, RawChatOptions? raw)
    {
        if (raw?.OutputAudioFormat is { } format)
        {
            return format;
        }

        // Rare enough to look it up in what was written, whatever type the caller chose for the property.
        if (options?.AdditionalProperties?.ContainsKey(Field) is not true)
        {
            return null;
        }

        using JsonDocument request = JsonDocument.Parse(body);
        return request.RootElement.TryGetProperty(Field, out JsonElement audio) && audio.ValueKind == JsonValueKind.Object &&
            audio.TryGetProperty(RequestNames.Format.EncodedUtf8Bytes, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
