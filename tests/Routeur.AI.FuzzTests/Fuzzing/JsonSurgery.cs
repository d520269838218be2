using System.Text.Json;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>Changes whole JSON values in a body, which may be JSON, events that hold JSON, or already damaged.</summary>
internal static class JsonSurgery
{
    public static byte[] SwapValue(byte[] body, double place, byte[] value) =>
        Find(body, place) is var (start, end) ? [.. body[..start], .. value, .. body[end..]] : body;

    public static byte[] NestValue(byte[] body, double place, int depth, bool arrays)
    {
        if (Find(body, place) is not var (start, end))
        {
            return body;
        }

        byte[] open = arrays ? "["u8.ToArray() : "{\"a\":"u8.ToArray();
        byte[] close = arrays ? "]"u8.ToArray() : "}"u8.ToArray();
        return [.. body[..start], .. Repeat(open, depth), .. body[start..end], .. Repeat(close, depth), .. body[end..]];
    }

    /// <summary>Writes the member behind which a value stands once more, with another value.</summary>
    public static byte[] DuplicateMember(byte[] body, double place, byte[] value)
    {
        if (Find(body, place) is not var (start, end) || start < 2 || body[start - 1] != ':' || body[start - 2] != '"')
        {
            return body;
        }

        int quote = body.AsSpan(0, start - 2).LastIndexOf((byte)'"');
        return quote < 0 ? body : [.. body[..end], (byte)',', .. body[quote..start], .. value, .. body[end..]];
    }

    /// <summary>The value behind the first colon at or behind the place (a colon inside a text will do as well: then the bytes behind it).</summary>
    private static (int Start, int End)? Find(byte[] body, double place)
    {
        int from = (int)(place * body.Length);
        int colon = body.AsSpan(from).IndexOf((byte)':');
        int start = colon < 0 ? 0 : from + colon + 1;
        while (start < body.Length && body[start] == ' ')
        {
            start++;
        }

        var reader = new Utf8JsonReader(body.AsSpan(start), isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TrySkip() ? (start, start + (int)reader.BytesConsumed) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Repeat(byte[] piece, int count) => [.. Enumerable.Repeat(piece, count).SelectMany(bytes => bytes)];
}
