using System.Text.Json;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Finds out what a JSON schema means: references, alternatives, types, properties.</summary>
internal sealed class SchemaReader(JsonElement root)
{
    private const int LongestChain = 32;
    private const int MostParts = 32;

    /// <summary>Follows references, and takes the first alternative that is more than null (or the null, if that is preferred).</summary>
    public JsonElement Resolve(JsonElement schema, bool preferNull)
    {
        for (int i = 0; i < LongestChain; i++)
        {
            JsonElement? next = JsonValue.String(schema, "$ref") is { } reference ? Find(reference)
                : HasProperties(schema) ? null
                : Alternative(schema, preferNull);
            if (next is null)
            {
                break;
            }

            schema = next.Value;
        }

        return schema;
    }

    /// <summary>A value that the schema spells out.</summary>
    public static JsonElement? Fixed(JsonElement schema) =>
        JsonValue.Member(schema, "const")
        ?? First(JsonValue.Items(schema, "enum"))
        ?? JsonValue.Member(schema, "default")
        ?? First(JsonValue.Items(schema, "examples"));

    /// <summary>The schema's type, the first one that is more than null when it lists several; null when it allows anything.</summary>
    public string? Type(JsonElement schema)
    {
        JsonElement? type = JsonValue.Member(schema, "type");
        return type?.ValueKind switch
        {
            JsonValueKind.String => type.Value.GetString(),
            JsonValueKind.Array => type.Value.EnumerateArray().Where(IsString).Select(t => t.GetString()).FirstOrDefault(t => t != "null") ?? "null",
            _ when Properties(schema, requiredOnly: false).Any() => "object",
            _ when JsonValue.Member(schema, "items") is not null => "array",
            _ => null,
        };
    }

    /// <summary>An object's properties, those of its <c>allOf</c> parts included; one that is only required has no schema.</summary>
    public IEnumerable<(string Name, JsonElement? Schema)> Properties(JsonElement schema, bool requiredOnly)
    {
        List<JsonElement> parts = Parts(schema);
        HashSet<string> required = [.. parts.SelectMany(p => JsonValue.Items(p, "required")).Where(IsString).Select(name => name.GetString()!)];
        var properties = new Dictionary<string, JsonElement>();
        foreach (JsonProperty property in parts.SelectMany(p => JsonValue.Members(p, "properties")))
        {
            properties.TryAdd(property.Name, property.Value);
        }

        return properties
            .Where(p => !requiredOnly || required.Contains(p.Key))
            .Select(p => (p.Key, (JsonElement?)p.Value))
            .Concat(required.Where(name => !properties.ContainsKey(name)).Select(name => (name, (JsonElement?)null)));
    }

    // The schema itself, and what its allOf adds. Parts may contain each other, so their number is bounded and not only their depth.
    private List<JsonElement> Parts(JsonElement schema)
    {
        List<JsonElement> parts = [Resolve(schema, preferNull: false)];
        for (int i = 0; i < parts.Count; i++)
        {
            parts.AddRange(JsonValue.Items(parts[i], "allOf").Take(MostParts - parts.Count).Select(part => Resolve(part, preferNull: false)));
        }

        return parts;
    }

    private static bool IsString(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool HasProperties(JsonElement schema) => JsonValue.Member(schema, "properties") is not null;

    private static JsonElement? Alternative(JsonElement schema, bool preferNull)
    {
        JsonElement[] options = [.. JsonValue.Items(schema, "anyOf"), .. JsonValue.Items(schema, "oneOf")];
        return First(options.Where(o => IsNull(o) == preferNull)) ?? First(options);
    }

    private static bool IsNull(JsonElement schema) => JsonValue.String(schema, "type") == "null";

    // Only references into the same document: a JSON pointer behind a '#'.
    private JsonElement? Find(string reference)
    {
        JsonElement? found = reference.StartsWith('#') ? root : null;
        foreach (string step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found is { ValueKind: JsonValueKind.Array } list && int.TryParse(name, out int index) && index < list.GetArrayLength()
                ? list[index]
                : JsonValue.Member(found, name);
        }

        return found;
    }

    private static JsonElement? First(IEnumerable<JsonElement> items)
    {
        foreach (JsonElement item in items)
        {
            return item;
        }

        return null;
    }
}
