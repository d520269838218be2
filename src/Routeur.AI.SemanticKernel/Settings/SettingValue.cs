using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>
/// Reads the value of a key. Code brings .NET values, JSON files bring <see cref="JsonElement"/>, YAML files bring everything as text.
/// </summary>
internal static class SettingValue
{
    public static string? Text(string key, string property, object value) => Plain(value) switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(key, property, value, "a text"),
    };

    public static bool? Flag(string key, string property, object value) => Plain(value) switch
    {
        null => null,
        bool flag => flag,
        string text when bool.TryParse(text, out bool flag) => flag,
        _ => throw Wrong(key, property, value, "true or false"),
    };

    public static double? Number(string key, string property, object value) => Plain(value) switch
    {
        null => null,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        float or double or decimal or int or long or short or byte or uint or ulong => Convert.ToDouble(Plain(value), CultureInfo.InvariantCulture),
        _ => throw Wrong(key, property, value, "a number"),
    };

    public static long? Integer(string key, string property, object value, long max)
    {
        object? plain = Plain(value);
        if (plain is null)
        {
            return null;
        }

        // As a decimal, so that 100.0, which some writers of JSON make of 100, is whole too.
        bool isNumber = plain switch
        {
            string text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            float or double or decimal or int or long or short or byte or uint or ulong => true,
            _ => false,
        };
        if (!isNumber)
        {
            throw Wrong(key, property, value, "a whole number");
        }

        decimal number;
        try
        {
            number = plain is string text
                ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
                : Convert.ToDecimal(plain, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw Wrong(key, property, value, "a whole number");
        }

        return number == decimal.Truncate(number) && number <= max && number >= long.MinValue
            ? (long)number
            : throw Wrong(key, property, value, $"a whole number up to {max.ToString(CultureInfo.InvariantCulture)}");
    }

    public static IList<string>? Texts(string key, string property, object value) => value switch
    {
        string one => [one],
        JsonElement { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        JsonElement { ValueKind: JsonValueKind.Null } => null,
        JsonElement { ValueKind: JsonValueKind.Array } array when array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. array.EnumerateArray().Select(item => item.GetString()!)],
        IEnumerable<string> texts => [.. texts],
        IEnumerable<object> items when items.All(item => item is string) => [.. items.Cast<string>()],
        _ => throw Wrong(key, property, value, "a list of texts"),
    };

    /// <summary>The error for a value that cannot be understood. It repeats the value: settings of prompts hold no secrets, unlike options.</summary>
    public static ArgumentException Wrong(string key, string property, object value, string expected) => new(
        $"{SettingCheck.Name(property)} (key \"{key}\") is {Describe(value)}; it must be {expected}.", property);

    private static object? Plain(object value) => value is not JsonElement json
        ? value
        : json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.Number => json.TryGetDecimal(out decimal number) ? number : json.GetDouble(),
            _ => json,
        };

    private static string Describe(object value) => Plain(value) switch
    {
        string text => $"the text \"{(text.Length > 80 ? text[..80] + "…" : text)}\"",
        bool flag => flag ? "true" : "false",
        JsonElement json => $"a JSON {(json.ValueKind == JsonValueKind.Array ? "array" : "object")}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"a {value.GetType().Name}",
    };
}
