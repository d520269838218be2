using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Reads the additional property <c>strict</c> of options and tools, with which MEAI's users ask for strict schemas.</summary>
internal static class RequestStrictness
{
    public const string Key = "strict";

    /// <summary>True, false, or null when nothing is said.</summary>
    /// <exception cref="ArgumentException">The value is not a boolean.</exception>
    public static bool? Read(IReadOnlyDictionary<string, object?>? properties, string owner)
    {
        if (properties is null || !properties.TryGetValue(Key, out object? value))
        {
            return null;
        }

        return value switch
        {
            null => null,
            bool flag => flag,
            JsonElement { ValueKind: JsonValueKind.True } => true,
            JsonElement { ValueKind: JsonValueKind.False } => false,
            JsonElement { ValueKind: JsonValueKind.Null } => null,
            _ => throw RequestError.Options($"{owner}.AdditionalProperties[\"{Key}\"] must be true or false; it is {value}."),
        };
    }
}
