using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Writes long JSON strings in segments: in one piece the writer would ask the buffer for up to six times their length.</summary>
internal static class RequestString
{
    /// <summary>A longer string is written in segments of this many characters.</summary>
    public const int SegmentChars = 4096;

    private const int SegmentBytes = SegmentChars / 4 * 3;

    /// <summary>Writes text; lone surrogates become U+FFFD, as the writer's encoder does it.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<char> text)
    {
        if (text.Length <= SegmentChars)
        {
            writer.WriteStringValue(text);
            return;
        }

        for (; text.Length > SegmentChars; text = text[SegmentChars..])
        {
            writer.WriteStringValueSegment(text[..SegmentChars], isFinalSegment: false);
        }

        writer.WriteStringValueSegment(text, isFinalSegment: true);
    }

    /// <summary>Writes UTF-8 text.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> utf8)
    {
        for (; utf8.Length > SegmentChars; utf8 = utf8[SegmentChars..])
        {
            writer.WriteStringValueSegment(utf8[..SegmentChars], isFinalSegment: false);
        }

        writer.WriteStringValueSegment(utf8, isFinalSegment: true);
    }

    /// <summary>Writes <c>data:[media type];base64,[bytes]</c> without ever holding it as a string.</summary>
    public static void WriteDataUri(Utf8JsonWriter writer, string mediaType, ReadOnlySpan<byte> bytes)
    {
        writer.WriteStringValueSegment("data:"u8, isFinalSegment: false);
        Span<byte> type = stackalloc byte[256];
        writer.WriteStringValueSegment(
            Encoding.UTF8.TryGetBytes(mediaType, type, out int length) ? type[..length] : Encoding.UTF8.GetBytes(mediaType),
            isFinalSegment: false);
        writer.WriteStringValueSegment(";base64,"u8, isFinalSegment: false);

        Span<byte> encoded = stackalloc byte[SegmentChars];
        for (; bytes.Length > SegmentBytes; bytes = bytes[SegmentBytes..])
        {
            Base64.EncodeToUtf8(bytes[..SegmentBytes], encoded, out _, out int full);
            writer.WriteStringValueSegment(encoded[..full], isFinalSegment: false);
        }

        Base64.EncodeToUtf8(bytes, encoded, out _, out int last);
        writer.WriteStringValueSegment(encoded[..last], isFinalSegment: true);
    }
}
