using System.Text.Json;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies.Dlp;

/// <summary>
/// Every text that a prompt's messages hold, whatever their role: contents and their text parts, refusals, reasoning that is sent back, and
/// the arguments of tool calls. Which parts DLP scans is not documented; names, ids, images, files and tool definitions are left out.
/// </summary>
internal static class PromptTexts
{
    /// <summary>Writes the messages with each text as <paramref name="rewrite"/> returns it, and everything else as it came.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement messages, Func<string, string> rewrite) =>
        Write(writer, messages, member: null, rewrite);

    /// <summary>Calls <paramref name="visit"/> for each text.</summary>
    public static void Visit(JsonElement messages, Action<string> visit)
    {
        using var nowhere = new Utf8JsonWriter(Stream.Null);
        Write(nowhere, messages, member: null, text =>
        {
            visit(text);
            return text;
        });
    }

    // The walk goes over all members rather than asking for some: a name that stands twice in an object is met twice.
    private static void Write(Utf8JsonWriter writer, JsonElement value, string? member, Func<string, string> rewrite)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number when IsJson(member):
                // OpenAI's arguments are text; some clients send the object itself.
                JsonTexts.Write(writer, value, rewrite);
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, property.Name, rewrite);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, item, member, rewrite);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when IsText(member):
                writer.WriteStringValue(rewrite(value.GetString()!));
                break;
            case JsonValueKind.String when IsJson(member):
                writer.WriteStringValue(JsonTexts.Rewrite(value.GetString()!, rewrite));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool IsText(string? member) =>
        member is ChatFields.Content or ChatFields.Text or ChatFields.Refusal or ChatFields.Reasoning or ChatFields.ReasoningContent;

    private static bool IsJson(string? member) => member is ChatFields.Arguments or ChatFields.Input;
}
