using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using OpenAI.Responses;

#pragma warning disable OPENAI001 // The SDK's types for web search are experimental; they are accepted as values, never made here.

namespace Routeur.AI.Wire;

/// <summary>
/// Writes the value of <c>web_search_options</c> from a tool's additional properties, under their own names. Where and how much to search
/// may also be given in the SDK's spelling: <c>UserLocation</c> and <c>SearchContextSize</c>, with the SDK's types.
/// </summary>
internal static class RequestWebSearchWriter
{
    /// <exception cref="ArgumentException">A property has no JSON form; the message names it.</exception>
    public static void Write(Utf8JsonWriter writer, HostedWebSearchTool tool)
    {
        writer.WriteStartObject();
        foreach ((string key, object? value) in tool.AdditionalProperties)
        {
            if (value is null)
            {
                continue;
            }

            writer.WritePropertyName(key switch
            {
                "SearchContextSize" => RequestNames.SearchContextSize,
                "UserLocation" => RequestNames.UserLocation,
                _ => JsonEncodedText.Encode(key),
            });

            try
            {
                WriteValue(writer, value);
            }
            catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidOperationException or JsonException)
            {
                throw RequestError.Options($"HostedWebSearchTool.AdditionalProperties[\"{key}\"] cannot be sent as JSON: {e.Message}", e);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            // The SDK's open enumerations have no JSON form of their own; their text is the wire value.
            case ChatWebSearchContextSize or WebSearchToolContextSize:
                writer.WriteStringValue(value.ToString());
                break;
            case IJsonModel<object> model:
                model.Write(writer, ModelReaderWriterOptions.Json);
                break;
            default:
                RequestValue.Write(writer, value);
                break;
        }
    }
}
