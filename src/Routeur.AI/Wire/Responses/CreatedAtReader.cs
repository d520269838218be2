using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Reads <c>created</c>: seconds since 1970, also as a float, as text, in smaller units, or as an ISO-8601 date.</summary>
internal static class CreatedAtReader
{
    // The year 5138 in seconds. A greater number counts milliseconds, microseconds or nanoseconds.
    private const long LatestSecond = 99_999_999_999;

    /// <summary>Null when the value is missing or no date.</summary>
    public static DateTimeOffset? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long integer))
        {
            return FromNumber(integer);
        }

        string? text = LenientJsonString.Read(ref reader);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            return number is >= long.MinValue and <= long.MaxValue ? FromNumber((long)number) : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;
    }

    private static DateTimeOffset? FromNumber(long number)
    {
        if (number < 0)
        {
            return null;
        }

        while (number > LatestSecond)
        {
            number /= 1000;
        }

        return DateTimeOffset.FromUnixTimeSeconds(number);
    }
}
