namespace Routeur.AI.Wire;

/// <summary>Tells from its first bytes what a body is; the content type is not to be trusted.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>Takes a byte order mark and white space off the beginning.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text) =>
        TrimWhiteSpace(text.StartsWith(ByteOrderMark) ? text[3..] : text);

    /// <summary>Takes white space off the beginning.</summary>
    public static ReadOnlySpan<byte> TrimWhiteSpace(ReadOnlySpan<byte> text) => text.TrimStart(WhiteSpace);

    /// <summary>Takes a byte order mark and white space off both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimStart(text).TrimEnd(WhiteSpace);

    /// <summary>Trims an event's data; also takes off a second <c>data:</c>, which proxies add to events that have one.</summary>
    public static ReadOnlySpan<byte> TrimEvent(ReadOnlySpan<byte> data)
    {
        data = Trim(data);
        while (data.StartsWith("data:"u8))
        {
            data = Trim(data[5..]);
        }

        return data;
    }

    /// <summary>Whether the text begins as server-sent events do: with a comment or a known field.</summary>
    public static bool LooksLikeEvents(ReadOnlySpan<byte> text) =>
        text.StartsWith(":"u8) || text.StartsWith("data:"u8) || text.StartsWith("event:"u8) || text.StartsWith("id:"u8) || text.StartsWith("retry:"u8);

    /// <summary>Whether the text, which was cut off, may be the beginning of <c>[DONE]</c>.</summary>
    public static bool IsBeginningOfDone(ReadOnlySpan<byte> text) => "[DONE]"u8.StartsWith(text);

    /// <summary>Whether the text is OpenAI's last event, <c>[DONE]</c>.</summary>
    public static bool IsDone(ReadOnlySpan<byte> text) => text.SequenceEqual("[DONE]"u8);
}
