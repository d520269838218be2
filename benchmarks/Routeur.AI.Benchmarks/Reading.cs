using Microsoft.Extensions.AI;

namespace Routeur.AI.Benchmarks;

/// <summary>What a program took out of an answer. All three clients must agree on it, or the comparison means nothing.</summary>
internal readonly record struct Reading(int Characters, int ToolCalls, long Tokens)
{
    /// <summary>Uses a stream as a program does: looks at every update's contents.</summary>
    public static async Task<Reading> OfAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        Reading reading = default;
        await foreach (ChatResponseUpdate update in updates)
        {
            reading = reading.Add(update.Contents);
        }

        return reading;
    }

    /// <summary>Uses a plain answer.</summary>
    public static Reading Of(ChatResponse response)
    {
        Reading reading = default;
        foreach (ChatMessage message in response.Messages)
        {
            reading = reading.Add(message.Contents);
        }

        return reading with { Tokens = response.Usage?.TotalTokenCount ?? 0 };
    }

    /// <exception cref="InvalidOperationException">The clients did not read the same out of the same bytes.</exception>
    public static void MustAgree(Reading ours, Reading reference, Reading floor)
    {
        if (ours != reference || ours != floor || ours == default)
        {
            throw new InvalidOperationException($"The clients disagree. Ours: {ours}; reference: {reference}; floor: {floor}.");
        }
    }

    private Reading Add(IList<AIContent> contents)
    {
        Reading sum = this;
        for (int i = 0; i < contents.Count; i++)
        {
            sum = contents[i] switch
            {
                TextContent text => sum with { Characters = sum.Characters + text.Text.Length },
                FunctionCallContent { Arguments.Count: > 0 } => sum with { ToolCalls = sum.ToolCalls + 1 },
                UsageContent usage => sum with { Tokens = usage.Details.TotalTokenCount ?? 0 },
                _ => sum,
            };
        }

        return sum;
    }
}
