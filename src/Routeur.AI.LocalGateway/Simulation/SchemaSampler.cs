using System.Buffers;
using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>
/// Writes JSON that fits a JSON schema: always the same for the same schema. It knows what tools and structured outputs are described
/// with; <c>pattern</c>, <c>not</c>, <c>if</c> and <c>uniqueItems</c> it does not obey.
/// </summary>
internal sealed class SchemaSampler
{
    // A schema may contain itself, also several times. When depth or number of values reach the first bounds, what may be left out is
    // left out; at the second ones it gives up.
    private const int OptionalDepth = 6;
    private const int OptionalValues = 200;
    private const int DeepestLevel = 48;
    private const int MostValues = 2_000;
    private const int MostItems = 100;

    private readonly SchemaReader _schemas;
    private int _values;

    private SchemaSampler(JsonElement root) => _schemas = new SchemaReader(root);

    /// <summary>JSON text that fits the schema; an empty object when there is no schema.</summary>
    public static string Sample(JsonElement? schema)
    {
        if (schema is not { ValueKind: JsonValueKind.Object } root)
        {
            return "{}";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
        {
            new SchemaSampler(root).Write(writer, root, hint: "value", depth: 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer, JsonElement schema, string hint, int depth)
    {
        _values++;
        schema = _schemas.Resolve(schema, preferNull: IsBrief(depth));
        if (SchemaReader.Fixed(schema) is { } value)
        {
            value.WriteTo(writer);
            return;
        }

        switch (depth < DeepestLevel && _values < MostValues ? _schemas.Type(schema) : "null")
        {
            case "object":
                WriteObject(writer, schema, depth);
                break;
            case "array":
                WriteArray(writer, schema, hint, depth);
                break;
            case "integer":
                writer.WriteNumberValue(NumberSample.Of(schema, whole: true));
                break;
            case "number":
                writer.WriteNumberValue(NumberSample.Of(schema, whole: false));
                break;
            case "boolean":
                writer.WriteBooleanValue(true);
                break;
            case "null":
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(StringSample.Of(schema, hint));
                break;
        }
    }

    private bool IsBrief(int depth) => depth >= OptionalDepth || _values >= OptionalValues;

    private void WriteObject(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        writer.WriteStartObject();
        foreach ((string name, JsonElement? property) in _schemas.Properties(schema, requiredOnly: IsBrief(depth)))
        {
            writer.WritePropertyName(name);
            if (property is { } known)
            {
                Write(writer, known, hint: name, depth + 1);
            }
            else
            {
                writer.WriteStringValue(name);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter writer, JsonElement schema, string hint, int depth)
    {
        JsonElement[] first = [.. JsonValue.Items(schema, "prefixItems")];
        JsonElement? rest = JsonValue.Member(schema, "items");
        int least = JsonValue.Integer(schema, "minItems") ?? (IsBrief(depth) ? 0 : Math.Max(1, first.Length));
        int count = Math.Min(least, JsonValue.Integer(schema, "maxItems") ?? MostItems);

        writer.WriteStartArray();
        for (int i = 0; i < Math.Min(count, MostItems); i++)
        {
            if ((i < first.Length ? first[i] : rest) is { ValueKind: JsonValueKind.Object } item)
            {
                Write(writer, item, hint, depth + 1);
            }
            else
            {
                writer.WriteStringValue(hint);
            }
        }

        writer.WriteEndArray();
    }
}
