using System.Text.Json;

namespace Routeur.AI.Routing;

/// <summary>
/// Reads the values of <c>routeur_*</c> keys. They may have been set by hand, or have come back from JSON as a <see cref="JsonElement"/>.
/// </summary>
internal static class RoutingPropertyValue
{
    private const string ABoolean = "true or false";

    /// <summary>A string; null when there is none, so that a key without a value says nothing.</summary>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public static string? AsString(string key, object? value) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        _ => throw WrongType(key, value, "a string"),
    };

    /// <summary>A boolean, also as the text <c>true</c> or <c>false</c>.</summary>
    /// <exception cref="ArgumentException">The value is something else.</exception>
    public static bool? AsBoolean(string key, object? value) => value switch
    {
        bool flag => flag,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        string text => ParseBoolean(key, text),
        JsonElement { ValueKind: JsonValueKind.String } json => ParseBoolean(key, json.GetString()!),
        _ => throw WrongType(key, value, ABoolean),
    };

    /// <summary>A level by its name.</summary>
    /// <exception cref="ArgumentException">The value is something else.</exception>
    public static RouteurDecisionLevel? AsLevel(string key, object? value) => AsString(key, value) switch
    {
        null => null,
        nameof(RouteurDecisionLevel.Client) => RouteurDecisionLevel.Client,
        nameof(RouteurDecisionLevel.Scope) => RouteurDecisionLevel.Scope,
        nameof(RouteurDecisionLevel.Call) => RouteurDecisionLevel.Call,
        nameof(RouteurDecisionLevel.OverridingScope) => RouteurDecisionLevel.OverridingScope,
        _ => throw new ArgumentException(
            $"{Name(key)} is written by the routing step (UseRouteurRouting) and does not hold one of its values. Remove the key.", key),
    };

    public static ArgumentException UnknownKey(string key) => new(
        $"{Name(key)} is not known. Known keys: {RouteurPropertyNames.Provider}, {RouteurPropertyNames.Model}, {RouteurPropertyNames.Trace}, {RouteurPropertyNames.Fallbacks}.", key);

    /// <summary>How messages name the value.</summary>
    public static string Name(string key) => $"ChatOptions.AdditionalProperties[\"{key}\"]";

    private static bool ParseBoolean(string key, string text) =>
        bool.TryParse(text, out bool flag) ? flag : throw new ArgumentException($"{Name(key)} is the text \"{text}\"; it must be {ABoolean}.", key);

    private static ArgumentException WrongType(string key, object value, string expected) =>
        new($"{Name(key)} is a {(value is JsonElement json ? $"JSON {json.ValueKind}" : value.GetType().Name)}; it must be {expected}.", key);
}
