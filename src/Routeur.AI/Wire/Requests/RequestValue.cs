using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Writes any JSON-representable object. Untyped collections are walked here, not by the serialiser, so that lazy sequences (Semantic
/// Kernel hands arrays over as such) also work where reflection-based JSON is off.
/// </summary>
internal static class RequestValue
{
    // As deep as JSON documents are read by default; a collection that contains itself ends here and not in a stack overflow.
    private const int MaxDepth = 64;

    // Not the value's own type: as an object, a value of a polymorphic type keeps its discriminator.
    private static readonly JsonTypeInfo Object = AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object));

    /// <exception cref="NotSupportedException">The value, or something in it, has no JSON form.</exception>
    public static void Write(Utf8JsonWriter writer, object? value, int depth = 0)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return;
            case string text:
                RequestString.Write(writer, text.AsSpan());
                return;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return;
            case int number:
                writer.WriteNumberValue(number);
                return;
            case long number:
                writer.WriteNumberValue(number);
                return;
            case double number:
                writer.WriteNumberValue(number);
                return;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                writer.WriteNullValue();
                return;
            case JsonElement element:
                element.WriteTo(writer);
                return;
            case JsonNode node:
                node.WriteTo(writer);
                return;
        }

        if (depth >= MaxDepth)
        {
            throw new NotSupportedException($"it is nested more than {MaxDepth} levels deep.");
        }

        // What the serialiser knows it writes best: element types may be polymorphic, and types may have converters of their own. But
        // where elements are of any type at all, one that it does not know would fail the whole collection.
        bool known = AIJsonUtilities.DefaultOptions.TryGetTypeInfo(value.GetType(), out JsonTypeInfo? type);
        if ((!known || type!.ElementType == typeof(object)) && TryWriteCollection(writer, value, depth + 1))
        {
            return;
        }

        if (!known)
        {
            throw new NotSupportedException($"the type {value.GetType()} has no JSON form that is known here.");
        }

        JsonSerializer.Serialize(writer, value, Object);
    }

    private static bool TryWriteCollection(Utf8JsonWriter writer, object value, int depth)
    {
        switch (value)
        {
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                writer.WriteStartObject();
                foreach ((string key, object? item) in pairs)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item, depth);
                }

                writer.WriteEndObject();
                return true;

            case IDictionary dictionary:
                if (dictionary.Keys.Cast<object>().Any(static key => key is not string))
                {
                    return false;
                }

                writer.WriteStartObject();
                foreach (DictionaryEntry entry in dictionary)
                {
                    writer.WritePropertyName((string)entry.Key);
                    Write(writer, entry.Value, depth);
                }

                writer.WriteEndObject();
                return true;

            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(writer, item, depth);
                }

                writer.WriteEndArray();
                return true;

            default:
                return false;
        }
    }
}
