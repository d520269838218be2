using System.Collections;
using System.Text.Json;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Reads a list of fallback targets. Code brings targets, JSON files bring JSON, YAML files bring lists of maps of texts.</summary>
internal static class TargetList
{
    public const string ProviderName = "provider";
    public const string ModelName = "model";

    private const string Shape = "a list of targets, such as [{\"provider\": \"gemini\", \"model\": \"gemini-2.5-pro\"}]";

    /// <exception cref="ArgumentException">It is something else; the message names the property and its key.</exception>
    public static IList<RouteurTarget>? Read(string key, string property, object value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.String } text => Parse(key, property, text.GetString()!),
        JsonElement { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => Target(key, property, item))],
        JsonElement or IDictionary => throw SettingValue.Wrong(key, property, value, Shape),
        string text => Parse(key, property, text),
        IEnumerable items => [.. items.Cast<object?>().Select(item => Target(key, property, item))],
        _ => throw SettingValue.Wrong(key, property, value, Shape),
    };

    private static IList<RouteurTarget>? Parse(string key, string property, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Array } array
                ? Read(key, property, array)
                : throw SettingValue.Wrong(key, property, text, Shape);
        }
        catch (JsonException)
        {
            throw SettingValue.Wrong(key, property, text, Shape);
        }
    }

    private static RouteurTarget Target(string key, string property, object? item) => item switch
    {
        RouteurTarget target => target,
        JsonElement { ValueKind: JsonValueKind.Object } json =>
            Target(key, property, json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, (object?)field.Value))),
        IDictionary map =>
            Target(key, property, map.Keys.Cast<object>().Select(name => KeyValuePair.Create(name.ToString()!, map[name]))),
        _ => throw SettingValue.Wrong(key, property, item ?? "null", $"{Shape}; this is one of its items"),
    };

    private static RouteurTarget Target(string key, string property, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var target = new RouteurTarget();
        foreach ((string name, object? value) in fields)
        {
            string? text = value is null ? null : SettingValue.Text(key, property, value);
            if (name.Equals(ProviderName, StringComparison.OrdinalIgnoreCase))
            {
                target.Provider = text;
            }
            else if (name.Equals(ModelName, StringComparison.OrdinalIgnoreCase))
            {
                target.Model = text;
            }
            else
            {
                throw new ArgumentException(
                    $"{SettingCheck.Name(property)} (key \"{key}\") holds a target with the unknown field \"{name}\". Known fields: {ProviderName}, {ModelName}.", property);
            }
        }

        return target;
    }
}
