using System.Text.Json;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Reads a message's content, which is a string, a list of parts, or absent.</summary>
internal static class MessageContent
{
    public static string Role(JsonElement message) => message.GetProperty(ChatFields.Role).GetString()!;

    /// <summary>The content's text, parts joined.</summary>
    public static string Text(JsonElement message)
    {
        if (!message.TryGetProperty(ChatFields.Content, out JsonElement content))
        {
            return "";
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(PartText)),
            _ => "",
        };
    }

    /// <summary>The types of the parts that are not text: images, audio, files.</summary>
    public static IEnumerable<string> OtherParts(JsonElement message) =>
        message.TryGetProperty(ChatFields.Content, out JsonElement content) && content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Select(p => p.GetProperty(ChatFields.Type).GetString()!).Where(t => t != ChatFields.Text)
            : [];

    private static string PartText(JsonElement part) =>
        part.TryGetProperty(ChatFields.Text, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
