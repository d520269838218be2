using System.Text.Json;
using Routeur.AI.LocalGateway.Http;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>Reads the fields of a JSON object, or says in a 400 which one is wrong [/guides/errors]. A null is an absent field.</summary>
internal readonly struct JsonBody
{
    private readonly JsonElement _json;
    private readonly string _prefix;

    private JsonBody(JsonElement json, string name)
    {
        Require(json.ValueKind == JsonValueKind.Object, $"{(name.Length == 0 ? "the body" : name)} must be a JSON object");
        _json = json;
        _prefix = name.Length == 0 ? "" : name + ".";
    }

    /// <summary>The whole body of a request. The document belongs to the caller.</summary>
    public static JsonDocument Parse(byte[] body, out JsonBody json)
    {
        JsonDocument document = RequestJson.Parse(body);
        json = new JsonBody(document.RootElement, "");
        return document;
    }

    public static JsonBody Of(JsonElement json) => new(json, "");

    public string? Text(string name)
    {
        if (Field(name) is not { } field)
        {
            return null;
        }

        Require(field.ValueKind == JsonValueKind.String, $"{_prefix}{name} must be a string");
        string text = field.GetString()!;
        Require(!string.IsNullOrWhiteSpace(text), $"{_prefix}{name} must not be empty");
        Require(
            text.Length <= RequestJson.LongestName, $"{_prefix}{name} must not be longer than {RequestJson.LongestName} characters");
        return text;
    }

    public int? Integer(string name)
    {
        if (Field(name) is not { } field)
        {
            return null;
        }

        Require(field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out _), $"{_prefix}{name} must be an integer");
        return field.GetInt32();
    }

    public bool? Flag(string name)
    {
        JsonElement? field = Field(name);
        Require(field is null or { ValueKind: JsonValueKind.True or JsonValueKind.False }, $"{_prefix}{name} must be true or false");
        return field?.GetBoolean();
    }

    public JsonBody? Object(string name) => Field(name) is { } field ? new JsonBody(field, _prefix + name) : null;

    /// <summary>Refuses members that nobody would heed: a condition that is overlooked makes a rule match too much.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (JsonProperty property in _json.EnumerateObject())
        {
            Require(names.Contains(property.Name), $"{_prefix}{property.Name} is not supported");
        }
    }

    /// <summary>The value, or the 400 that says that it is missing.</summary>
    public T Required<T>(T? value, string name)
        where T : class => value ?? throw GatewayException.InvalidRequest($"{_prefix}{name} is required");

    private JsonElement? Field(string name) =>
        _json.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw GatewayException.InvalidRequest(otherwise);
        }
    }
}
