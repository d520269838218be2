using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Writes <c>stream</c> and <c>stream_options</c>.</summary>
internal static class RequestStream
{
    /// <summary>A stream is asked for by the method that was called, and always with usage. Only a patch in the raw options can say otherwise.</summary>
    /// <exception cref="ArgumentException">The patch asks for a stream where a plain answer was asked for: nobody would read it.</exception>
    public static void Write(RequestFields fields, bool stream)
    {
        RawChatOptions? raw = fields.Raw;
        Utf8JsonWriter writer = fields.Writer;

        fields.Take(RequestNames.Stream.Value);
        if (raw?.IsSetByPatch(RequestNames.Stream.Value) is true)
        {
            JsonElement asked = raw.Items(RequestNames.Stream.Value).LastOrDefault();
            if (!stream && asked.ValueKind == JsonValueKind.True)
            {
                throw RequestError.Options(
                    "The patch of ChatOptions.RawRepresentationFactory sets \"stream\" to true on a call for a plain answer; use GetStreamingResponseAsync.");
            }

            if (asked.ValueKind != JsonValueKind.Undefined)
            {
                writer.WritePropertyName(RequestNames.Stream);
                asked.WriteTo(writer);
            }
        }
        else if (stream)
        {
            writer.WriteBoolean(RequestNames.Stream, true);
        }

        WriteOptions(fields, stream);
    }

    private static void WriteOptions(RequestFields fields, bool stream)
    {
        RawChatOptions? raw = fields.Raw;
        Utf8JsonWriter writer = fields.Writer;
        string name = RequestNames.StreamOptions.Value;

        // Stream options that came with raw options read from JSON belong to the call that was recorded there, not to this one.
        bool patched = raw?.IsTouchedByPatch(name) is true;
        fields.Take(RequestNames.StreamOptions.Value);
        if (!patched)
        {
            if (stream)
            {
                writer.WriteStartObject(RequestNames.StreamOptions);
                writer.WriteBoolean(RequestNames.IncludeUsage, true);
                writer.WriteEndObject();
            }

            return;
        }

        JsonElement asked = raw!.Items(name).LastOrDefault();
        bool addUsage = stream && !raw.IsRemoved(name);
        if (asked.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject(RequestNames.StreamOptions);
            if (addUsage && !asked.TryGetProperty(RequestNames.IncludeUsage.EncodedUtf8Bytes, out _))
            {
                writer.WriteBoolean(RequestNames.IncludeUsage, true);
            }

            foreach (JsonProperty option in asked.EnumerateObject())
            {
                option.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
        else if (asked.ValueKind != JsonValueKind.Undefined)
        {
            writer.WritePropertyName(RequestNames.StreamOptions);
            asked.WriteTo(writer);
        }
    }
}
