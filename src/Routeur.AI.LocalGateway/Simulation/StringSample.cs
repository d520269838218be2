using System.Text.Json;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>A string that fits a schema: its <c>format</c>, else the name of the property it is for.</summary>
internal static class StringSample
{
    private const int Longest = 10_000;

    public static string Of(JsonElement schema, string hint)
    {
        if (Formatted(JsonValue.String(schema, "format")) is { } formatted)
        {
            return formatted;
        }

        int least = Math.Clamp(JsonValue.Integer(schema, "minLength") ?? 0, 0, Longest);
        int most = Math.Max(0, JsonValue.Integer(schema, "maxLength") ?? Longest);
        return TextPieces.Begin(hint.PadRight(least, '.'), most);
    }

    private static string? Formatted(string? format) => format switch
    {
        "date" => "2025-01-31",
        "time" => "12:00:00Z",
        "date-time" => "2025-01-31T12:00:00Z",
        "duration" => "PT1H",
        "email" => "someone@example.com",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" or "url" => "https://example.com/",
        "uuid" => "00000000-0000-4000-8000-000000000001",
        _ => null,
    };
}
