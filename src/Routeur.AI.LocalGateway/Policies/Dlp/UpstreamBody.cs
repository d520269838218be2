using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies.Dlp;

/// <summary>The body that goes upstream: the caller's, with the model that routing chose and without what DLP took out.</summary>
internal static class UpstreamBody
{
    public static ReadOnlyMemory<byte> Write(JsonElement body, string model, Func<string, string>? rewrite) =>
        JsonAnswer.Bytes((body, model, rewrite), static (writer, parts) => Write(writer, parts.body, parts.model, parts.rewrite));

    private static void Write(Utf8JsonWriter writer, JsonElement body, string model, Func<string, string>? rewrite)
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case ChatFields.Model:
                    writer.WriteString(ChatFields.Model, model);
                    break;
                case ChatFields.Messages when rewrite is not null:
                    writer.WritePropertyName(ChatFields.Messages);
                    PromptTexts.Write(writer, property.Value, rewrite);
                    break;
                default:
                    property.WriteTo(writer);
                    break;
            }
        }

        writer.WriteEndObject();
    }
}
