using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Reads numbers that gateways write as integers, floats (<c>12.0</c>) or text (<c>"12"</c>).</summary>
internal static class LenientNumber
{
    /// <summary>Reads a whole number; null when the value is anything else (objects and arrays are skipped).</summary>
    public static long? ReadInteger(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number or JsonTokenType.String:
                // A string's escapes are not decoded: no number needs them.
                return ParseInteger(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Reads a number of tokens: as <see cref="ReadInteger"/>, but never negative (some gateways write -1 for "unknown").</summary>
    public static long? ReadCount(ref Utf8JsonReader reader) => ReadInteger(ref reader) is >= 0 and long count ? count : null;

    /// <summary>Parses a whole number, however it is written.</summary>
    public static long? ParseInteger(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long integer, out int consumed) && consumed == text.Length)
        {
            return integer;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) &&
            number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;
    }
}
