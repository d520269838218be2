using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes the value of <c>response_format</c>.</summary>
internal static class RequestFormatWriter
{
    // The dialect demands a name; this is the reference implementation's.
    private const string DefaultName = "json_schema";

    public static void Write(Utf8JsonWriter writer, ChatResponseFormat format, bool? strict)
    {
        writer.WriteStartObject();
        switch (format)
        {
            case ChatResponseFormatJson json when RequestSchema.Strict.GetOrCreateTransformedSchema(json) is { } schema:
                writer.WriteString(RequestNames.Type, RequestNames.JsonSchema);
                writer.WriteStartObject(RequestNames.JsonSchema);
                writer.WriteString(RequestNames.Name, json.SchemaName ?? DefaultName);
                if (json.SchemaDescription is { } description)
                {
                    writer.WriteString(RequestNames.Description, description);
                }

                writer.WritePropertyName(RequestNames.Schema);
                schema.WriteTo(writer);
                if (strict is { } flag)
                {
                    writer.WriteBoolean(RequestNames.Strict, flag);
                }

                writer.WriteEndObject();
                break;

            case ChatResponseFormatJson:
                writer.WriteString(RequestNames.Type, "json_object"u8);
                break;

            default:
                writer.WriteString(RequestNames.Type, RequestNames.Text);
                break;
        }

        writer.WriteEndObject();
    }
}
