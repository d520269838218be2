using System.Text.Json.Nodes;

namespace Routeur.AI.Tests.Support;

/// <summary>Compares JSON without regard to the order of properties.</summary>
internal static class JsonDifference
{
    /// <summary>The first place where two values differ, with both sides; null when they are equivalent.</summary>
    public static string? Find(JsonNode? expected, JsonNode? actual, string path = "$")
    {
        if (JsonNode.DeepEquals(expected, actual))
        {
            return null;
        }

        if (expected is JsonObject expectedObject && actual is JsonObject actualObject)
        {
            foreach (string name in expectedObject.Select(p => p.Key).Union(actualObject.Select(p => p.Key)))
            {
                bool has = expectedObject.TryGetPropertyValue(name, out JsonNode? left);
                if (has != actualObject.TryGetPropertyValue(name, out JsonNode? right))
                {
                    return has ? $"{path}.{name}: expected {Show(left)}, but it is missing" : $"{path}.{name}: not expected, but it is {Show(right)}";
                }

                if (Find(left, right, $"{path}.{name}") is { } difference)
                {
                    return difference;
                }
            }
        }

        if (expected is JsonArray expectedArray && actual is JsonArray actualArray && expectedArray.Count == actualArray.Count)
        {
            return Enumerable.Range(0, expectedArray.Count)
                .Select(i => Find(expectedArray[i], actualArray[i], $"{path}[{i}]"))
                .FirstOrDefault(d => d is not null);
        }

        return $"{path}: expected {Show(expected)}, but it is {Show(actual)}";
    }

    private static string Show(JsonNode? node) => node?.ToJsonString() is not { } text ? "null" : text.Length > 500 ? text[..500] + "…" : text;
}
