using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Lets settings with any form of response format be written as JSON; SK does that on the way to the options of a call.</summary>
internal sealed class ResponseFormatConverter : JsonConverter<object?>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ResponseFormats.Check(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case Type type:
                ResponseFormats.Strict(type).WriteTo(writer);
                break;
            case ChatResponseFormatJson { Schema: { } schema }:
                schema.WriteTo(writer);
                break;
            case ChatResponseFormatJson:
                writer.WriteStringValue("json_object");
                break;
            case ChatResponseFormatText:
                writer.WriteStringValue("text");
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
