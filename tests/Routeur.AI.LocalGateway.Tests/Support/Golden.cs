using System.Text.Json;
using System.Text.RegularExpressions;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>
/// Samples of the service's documentation, each a file in <c>Golden</c> with the page that it stands on. An ellipsis stands for text that the
/// page leaves open.
/// </summary>
internal static class Golden
{
    private const string Page = "//page";

    /// <summary>The body has all members of the sample with their values, in any order, and no others but those named.</summary>
    public static void ShouldMatch(string body, string sample, params string[] extras)
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream($"Routeur.AI.LocalGateway.Tests.Golden.{sample}.json")!;
        using JsonDocument expected = JsonDocument.Parse(stream);
        Assert.StartsWith("/", expected.RootElement.GetProperty(Page).GetString());
        Compare(expected.RootElement, TestReply.Parse(body), "$", extras);
    }

    private static void Compare(JsonElement expected, JsonElement actual, string path, string[] extras)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{path} is {actual.ValueKind} and should be {expected.ValueKind}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                CompareMembers(expected, actual, path, extras);
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                foreach ((JsonElement one, JsonElement other) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                {
                    Compare(one, other, path + "[]", extras);
                }

                break;
            case JsonValueKind.String:
                Assert.Matches("^" + Regex.Escape(expected.GetString()!).Replace("…", ".+", StringComparison.Ordinal) + "$", actual.GetString());
                break;
            case JsonValueKind.Number:
                Assert.Equal(expected.GetDecimal(), actual.GetDecimal());
                break;
        }
    }

    private static void CompareMembers(JsonElement expected, JsonElement actual, string path, string[] extras)
    {
        string[] names = [.. expected.EnumerateObject().Select(p => p.Name).Where(n => n != Page)];
        Assert.Equal(names.Order(), actual.EnumerateObject().Select(p => p.Name).Where(n => names.Contains(n) || !extras.Contains(n)).Order());
        foreach (string name in names)
        {
            Compare(expected.GetProperty(name), actual.GetProperty(name), $"{path}.{name}", extras);
        }
    }
}
