using System.Text;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Guesses how large a body will be, so that its buffer is allocated once.</summary>
internal static class RequestSize
{
    // Role, punctuation and names around a part, a message, a tool call; measured on the golden files.
    private const int PerItem = 96;

    // A tool's schema is not measured: most are between 300 and 800 bytes.
    private const int PerTool = 512;

    // Larger histories have pieces that are written in segments, for which the writer asks for this much more than it uses.
    private const int SegmentRoom = 32 * 1024;

    /// <summary>The expected size in bytes. Wrong guesses cost memory, never correctness.</summary>
    public static int Estimate(ReadOnlySpan<ChatMessage> messages, ChatOptions? options)
    {
        long size = 256 + Bytes(options?.Instructions) + (PerTool * (long)(options?.Tools?.Count ?? 0));
        foreach (ChatMessage? message in messages)
        {
            size += PerItem;
            if (message?.Contents is not { } contents)
            {
                continue;
            }

            // No foreach: it would box the list's enumerator for every message.
            for (int i = 0; i < contents.Count; i++)
            {
                size += PerItem + contents[i] switch
                {
                    TextContent text => Bytes(text.Text),
                    DataContent data => (data.Data.Length + 2L) / 3 * 4,
                    FunctionResultContent { Result: string text } => Bytes(text),
                    _ => PerItem,
                };
            }
        }

        // Line breaks and quotes take two bytes in JSON.
        size += size / 32;
        return (int)Math.Min(size > SegmentRoom ? size + SegmentRoom : size, int.MaxValue);
    }

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
