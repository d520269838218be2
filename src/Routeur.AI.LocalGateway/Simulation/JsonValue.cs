using System.Text.Json;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Looks into JSON that may have any shape. What is missing or of another type is null or empty.</summary>
internal static class JsonValue
{
    public static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out JsonElement member) ? member : null;

    public static string? String(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static int? Integer(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) ? value : null;

    public static decimal? Decimal(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out decimal value) ? value : null;

    public static IEnumerable<JsonElement> Items(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Object } inner ? inner.EnumerateObject() : [];
}
