using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Routing;

namespace Routeur.AI.Wire;

/// <summary>Writes what no typed option stands for: the remaining raw fields, then the remaining additional properties under their own names.</summary>
internal static class RequestRestWriter
{
    /// <exception cref="ArgumentException">An additional property has no JSON form; the message names it.</exception>
    public static void Write(RequestFields fields, ChatOptions? options)
    {
        if (fields.Raw is { } raw)
        {
            WriteRaw(fields, raw);
        }

        if (options?.AdditionalProperties is not { Count: > 0 } properties)
        {
            return;
        }

        foreach ((string key, object? value) in properties)
        {
            if (!IsOurs(key) && fields.TryTake(key))
            {
                WriteProperty(fields.Writer, key, value);
            }
        }
    }

    // Fields that were settled before (model, messages, stream, and lists to which ours were appended) are already in the body.
    // A patch that appends to a typed list makes the SDK write it twice; it is joined here.
    private static void WriteRaw(RequestFields fields, RawChatOptions raw)
    {
        Utf8JsonWriter writer = fields.Writer;
        foreach (JsonProperty field in raw.Fields)
        {
            if (!fields.Take(field.Name))
            {
                continue;
            }

            writer.WritePropertyName(field.Name);
            if (field.Value.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (JsonElement item in raw.Items(field.Name))
                {
                    item.WriteTo(writer);
                }

                writer.WriteEndArray();
            }
            else
            {
                field.Value.WriteTo(writer);
            }
        }
    }

    private static void WriteProperty(Utf8JsonWriter writer, string key, object? value)
    {
        writer.WritePropertyName(key);
        try
        {
            RequestValue.Write(writer, value);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidOperationException or JsonException)
        {
            throw RequestError.Options($"ChatOptions.AdditionalProperties[\"{key}\"] cannot be sent as JSON: {e.Message}", e);
        }
    }

    // Routing keys steer this library; "strict" is spread over tools and response format.
    private static bool IsOurs(string key) =>
        key.StartsWith(RouteurPropertyNames.Prefix, StringComparison.OrdinalIgnoreCase) ||
        key.Equals(RouteurPropertyNames.TraceBlock, StringComparison.OrdinalIgnoreCase) ||
        key.Equals(RequestStrictness.Key, StringComparison.OrdinalIgnoreCase);
}
