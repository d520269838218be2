using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>Writes a time stamp: ISO-8601, UTC [/api-reference/routes/object].</summary>
internal static class TimestampJson
{
    public static void Write(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
