using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>
/// Reads JSON strings as gateways write them. The reader's own <c>GetString</c> throws on invalid UTF-8 and on escapes of half a surrogate
/// pair; models emit both, because tokens end in the middle of an emoji.
/// </summary>
internal static class LenientJsonString
{
    /// <summary>Reads a whole value: what cannot be text becomes U+FFFD. Null for null, objects and arrays (which are skipped); numbers and booleans as written.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        string? text = ReadPiece(ref reader);
        return text is null ? null : SurrogatePairs.Repair(text);
    }

    /// <summary>Reads a value whose other half may come in the next chunk: half surrogate pairs are kept.</summary>
    public static string? ReadPiece(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return reader.ValueSpan.Length == 0 ? "" :
                    reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);

            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.UTF8.GetString(reader.ValueSpan);

            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>The name of the member at the reader's position; escapes are legal there too.</summary>
    public static ReadOnlySpan<byte> ReadName(scoped ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(Read(ref reader)!) : reader.ValueSpan;

    private static string Unescape(ReadOnlySpan<byte> source)
    {
        // UTF-8 never decodes to more characters than it has bytes, and neither do escapes.
        char[]? rented = source.Length > 256 ? ArrayPool<char>.Shared.Rent(source.Length) : null;
        Span<char> target = rented is null ? stackalloc char[256] : rented;
        int length = 0;
        while (true)
        {
            int plain = source.IndexOf((byte)'\\');
            length += Encoding.UTF8.GetChars(plain < 0 ? source : source[..plain], target[length..]);
            if (plain < 0)
            {
                break;
            }

            byte escape = source[plain + 1];
            target[length++] = escape switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'u' => (char)ParseHex(source.Slice(plain + 2, 4)),
                _ => (char)escape,
            };
            source = source[(plain + (escape == 'u' ? 6 : 2))..];
        }

        string text = new(target[..length]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return text;
    }

    // The JSON reader has checked that these are four hexadecimal digits.
    private static int ParseHex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
    }
}
