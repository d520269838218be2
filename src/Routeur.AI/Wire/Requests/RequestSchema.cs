using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>JSON schemas in the form that the dialect's strict mode accepts.</summary>
internal static class RequestSchema
{
    // Keywords that strict mode refuses, at one provider or another. They go into the description, where the model still reads them.
    private static readonly string[] RefusedKeywords =
    [
        "contentEncoding", "contentMediaType", "not",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "multipleOf",
        "patternProperties",
        "minItems", "maxItems",
        "unevaluatedProperties", "propertyNames", "minProperties", "maxProperties",
        "unevaluatedItems", "contains", "minContains", "maxContains", "uniqueItems",
    ];

    /// <summary>Transforms a schema for strict mode, once per tool or format.</summary>
    public static AIJsonSchemaTransformCache Strict { get; } = new(new()
    {
        DisallowAdditionalProperties = true,
        ConvertBooleanSchemas = true,
        MoveDefaultKeywordToDescription = true,
        RequireAllProperties = true,
        TransformSchemaNode = static (_, node) => MoveRefusedKeywords(node),
    });

    /// <summary>Writes a tool's parameters: always an object schema with all four of its keywords, because providers insist on them.</summary>
    public static void WriteParameters(Utf8JsonWriter writer, JsonElement schema)
    {
        bool isObject = schema.ValueKind == JsonValueKind.Object;
        writer.WriteStartObject();
        WriteKeyword(writer, schema, RequestNames.Type, "\"object\""u8);
        WriteKeyword(writer, schema, RequestNames.Required, "[]"u8);
        WriteKeyword(writer, schema, RequestNames.Properties, "{}"u8);
        WriteKeyword(writer, schema, RequestNames.AdditionalProperties, "false"u8);
        if (isObject)
        {
            foreach (JsonProperty keyword in schema.EnumerateObject())
            {
                if (!keyword.NameEquals("type"u8) && !keyword.NameEquals("required"u8) &&
                    !keyword.NameEquals("properties"u8) && !keyword.NameEquals("additionalProperties"u8))
                {
                    keyword.WriteTo(writer);
                }
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteKeyword(Utf8JsonWriter writer, JsonElement schema, JsonEncodedText name, ReadOnlySpan<byte> absent)
    {
        writer.WritePropertyName(name);
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name.EncodedUtf8Bytes, out JsonElement value))
        {
            WriteDistinct(writer, value);
        }
        else
        {
            writer.WriteRawValue(absent, skipInputValidation: true);
        }
    }

    // Names in "required" must be unique; schemas written by hand are not always.
    private static void WriteDistinct(Utf8JsonWriter writer, JsonElement keyword)
    {
        if (keyword.ValueKind != JsonValueKind.Array)
        {
            keyword.WriteTo(writer);
            return;
        }

        writer.WriteStartArray();
        int length = keyword.GetArrayLength();
        for (int i = 0; i < length; i++)
        {
            bool repeated = false;
            for (int earlier = 0; earlier < i && !repeated; earlier++)
            {
                repeated = JsonMarshal.GetRawUtf8Value(keyword[earlier]).SequenceEqual(JsonMarshal.GetRawUtf8Value(keyword[i]));
            }

            if (!repeated)
            {
                keyword[i].WriteTo(writer);
            }
        }

        writer.WriteEndArray();
    }

    // Line breaks are the same on every system, so that the same tool gives the same bytes and providers' prompt caches work across them.
    private static JsonNode MoveRefusedKeywords(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        StringBuilder? moved = null;
        foreach (string keyword in RefusedKeywords)
        {
            if (schema[keyword] is { } value)
            {
                schema.Remove(keyword);
                (moved is null ? moved = new StringBuilder() : moved.Append('\n')).Append(keyword).Append(": ").Append(value.ToString());
            }
        }

        if (moved is not null)
        {
            bool described = schema["description"] is JsonValue text && text.GetValueKind() == JsonValueKind.String;
            schema["description"] = described ? $"{schema["description"]!.GetValue<string>()}\n{moved}" : moved.ToString();
        }

        return node;
    }
}
