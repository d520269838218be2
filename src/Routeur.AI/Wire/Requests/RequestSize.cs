using System.Text;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Guesses how large a body will be, so that its buffer is allocated once.</summary>
internal static class RequestSize
{
    // {"role":"assistant","content":""} and its like.
    private const int PerMessage = 48;

    // {"type":"image_url","image_url":{"url":"data:image/png;base64,"}} and its like; a tool call or a result is about as long.
    private const int PerPart = 80;

    // A tool's schema is not measured: most are between 300 and 800 bytes.
    private const int PerTool = 512;

    // In case every character needs escaping, the writer asks for this many times a string's length before it writes it.
    private const int WorstCase = 6;

    /// <summary>The expected size in bytes. Wrong guesses cost memory, never correctness.</summary>
    public static int Estimate(ReadOnlySpan<ChatMessage> messages, ChatOptions? options)
    {
        long size = 256 + Bytes(options?.Instructions) + (PerTool * (long)(options?.Tools?.Count ?? 0));
        long longest = 0;
        foreach (ChatMessage? message in messages)
        {
            size += PerMessage;
            if (message?.Contents is not { } contents)
            {
                continue;
            }

            // No foreach: it would box the list's enumerator for every message.
            for (int i = 0; i < contents.Count; i++)
            {
                long part = contents[i] switch
                {
                    TextContent text => Bytes(text.Text),
                    DataContent data => PerPart + ((data.Data.Length + 2L) / 3 * 4),
                    FunctionResultContent { Result: string text } => PerPart + Bytes(text),
                    _ => PerPart,
                };
                size += part + (contents.Count > 1 ? PerPart : 0);
                longest = Math.Max(longest, part);
            }
        }

        // Line breaks and quotes take two bytes in JSON. Behind the last string there must be room for what the writer asks for.
        size += (size / 16) + (WorstCase * Math.Min(longest, RequestString.SegmentChars));
        return (int)Math.Min(size, int.MaxValue);
    }

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
