using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies;

/// <summary>
/// Rewrites JSON that travels as text, as a tool call's arguments do, value by value: what is behind escapes is found, and what comes out
/// is JSON again. Text that is no JSON is rewritten as a whole.
/// </summary>
internal static class JsonTexts
{
    public static string Rewrite(string json, Func<string, string> rewrite)
    {
        using JsonDocument? document = Parse(json);
        if (document is null)
        {
            return rewrite(json);
        }

        bool changed = false;
        string result = JsonAnswer.Text(document.RootElement, (writer, root) => Write(writer, root, Tracked));
        return changed ? result : json;

        string Tracked(string text)
        {
            string rewritten = rewrite(text);
            changed |= !ReferenceEquals(rewritten, text);
            return rewritten;
        }
    }

    private static JsonDocument? Parse(string json)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json);
            return HalfCharacters.AreIn(Encoding.UTF8.GetBytes(json)) ? null : document;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same for JSON that is there as such.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value, Func<string, string> rewrite)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(rewrite(property.Name));
                    Write(writer, property.Value, rewrite);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, item, rewrite);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(rewrite(value.GetString()!));
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, value, rewrite);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // A card's number may have come as a number; a placeholder for it cannot.
    private static void WriteNumber(Utf8JsonWriter writer, JsonElement number, Func<string, string> rewrite)
    {
        string text = number.GetRawText();
        string result = rewrite(text);
        if (ReferenceEquals(result, text))
        {
            number.WriteTo(writer);
        }
        else
        {
            writer.WriteStringValue(result);
        }
    }
}
