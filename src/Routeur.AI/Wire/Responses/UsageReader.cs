using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Reads <c>usage</c> in every dialect. What is not there stays null, never zero. A second block of the same answer is a running total: it
/// replaces what it names and is not added.
/// </summary>
internal static class UsageReader
{
    // Microsoft.Extensions.AI.OpenAI's names, so that dashboards built on it keep working.
    private static readonly DetailNames InputDetails = new(
        "InputTokenDetails.AudioTokenCount", "InputTokenDetails.AcceptedPredictionTokenCount", "InputTokenDetails.RejectedPredictionTokenCount");

    private static readonly DetailNames OutputDetails = new(
        "OutputTokenDetails.AudioTokenCount", "OutputTokenDetails.AcceptedPredictionTokenCount", "OutputTokenDetails.RejectedPredictionTokenCount");

    /// <summary>Reads the block at the reader's position into <paramref name="usage"/>; returns it, or a new one when it was null and something was found.</summary>
    /// <param name="reader">The reader, at the value of <c>usage</c>.</param>
    /// <param name="usage">What earlier chunks of the same answer said.</param>
    public static UsageDetails? Read(ref Utf8JsonReader reader, UsageDetails? usage)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return usage;
        }

        var found = new UsageDetails();
        bool any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            any |= ReadEntry(ref reader, found);
        }

        return !any ? usage : usage is null ? found : Merge(usage, found);
    }

    private static bool ReadEntry(ref Utf8JsonReader reader, UsageDetails found)
    {
        ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
        if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8))
        {
            reader.Read();
            return (found.InputTokenCount = LenientNumber.ReadCount(ref reader) ?? found.InputTokenCount) is not null;
        }

        if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8))
        {
            reader.Read();
            return (found.OutputTokenCount = LenientNumber.ReadCount(ref reader) ?? found.OutputTokenCount) is not null;
        }

        if (name.SequenceEqual("total_tokens"u8))
        {
            reader.Read();
            return (found.TotalTokenCount = LenientNumber.ReadCount(ref reader) ?? found.TotalTokenCount) is not null;
        }

        if (name.SequenceEqual("prompt_tokens_details"u8) || name.SequenceEqual("input_tokens_details"u8))
        {
            return ReadDetails(ref reader, found, InputDetails, "prompt_tokens_details.");
        }

        if (name.SequenceEqual("completion_tokens_details"u8) || name.SequenceEqual("output_tokens_details"u8))
        {
            return ReadDetails(ref reader, found, OutputDetails, "completion_tokens_details.");
        }

        // DeepSeek, Anthropic and Moonshot count cache hits beside the totals.
        if (name.SequenceEqual("prompt_cache_hit_tokens"u8) || name.SequenceEqual("cache_read_input_tokens"u8) || name.SequenceEqual("cached_tokens"u8))
        {
            reader.Read();
            return (found.CachedInputTokenCount = found.CachedInputTokenCount ?? LenientNumber.ReadCount(ref reader)) is not null;
        }

        if (name.SequenceEqual("reasoning_tokens"u8))
        {
            reader.Read();
            return (found.ReasoningTokenCount = found.ReasoningTokenCount ?? LenientNumber.ReadCount(ref reader)) is not null;
        }

        return ReadOther(ref reader, found, "");
    }

    private static bool ReadDetails(ref Utf8JsonReader reader, UsageDetails found, DetailNames names, string wirePrefix)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        bool any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            if (name.SequenceEqual("cached_tokens"u8))
            {
                reader.Read();
                any |= (found.CachedInputTokenCount = LenientNumber.ReadCount(ref reader) ?? found.CachedInputTokenCount) is not null;
                continue;
            }

            if (name.SequenceEqual("reasoning_tokens"u8))
            {
                reader.Read();
                any |= (found.ReasoningTokenCount = LenientNumber.ReadCount(ref reader) ?? found.ReasoningTokenCount) is not null;
                continue;
            }

            string? known =
                name.SequenceEqual("audio_tokens"u8) ? names.Audio :
                name.SequenceEqual("accepted_prediction_tokens"u8) ? names.Accepted :
                name.SequenceEqual("rejected_prediction_tokens"u8) ? names.Rejected :
                null;
            if (known is null)
            {
                any |= ReadOther(ref reader, found, wirePrefix);
                continue;
            }

            reader.Read();
            any |= AddCount(found, known, LenientNumber.ReadCount(ref reader));
        }

        return any;
    }

    // Counters without a place of their own keep their wire name. Text, prices and nested objects are no counts.
    private static bool ReadOther(ref Utf8JsonReader reader, UsageDetails found, string wirePrefix)
    {
        ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
        reader.Read();
        return reader.TokenType == JsonTokenType.Number
            ? LenientNumber.ReadCount(ref reader) is { } count && AddCount(found, wirePrefix + Encoding.UTF8.GetString(name), count)
            : Skip(ref reader);
    }

    private static bool AddCount(UsageDetails found, string name, long? count)
    {
        if (count is { } value)
        {
            (found.AdditionalCounts ??= [])[name] = value;
            AnswerLimits.Check(found.AdditionalCounts.Count, AnswerLimits.MaxFields, "counters of usage");
        }

        return count is not null;
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return false;
    }

    private static UsageDetails Merge(UsageDetails earlier, UsageDetails later)
    {
        earlier.InputTokenCount = later.InputTokenCount ?? earlier.InputTokenCount;
        earlier.OutputTokenCount = later.OutputTokenCount ?? earlier.OutputTokenCount;
        earlier.TotalTokenCount = later.TotalTokenCount ?? earlier.TotalTokenCount;
        earlier.CachedInputTokenCount = later.CachedInputTokenCount ?? earlier.CachedInputTokenCount;
        earlier.ReasoningTokenCount = later.ReasoningTokenCount ?? earlier.ReasoningTokenCount;
        if (later.AdditionalCounts is { } counts)
        {
            foreach (var (name, count) in counts)
            {
                (earlier.AdditionalCounts ??= [])[name] = count;
            }
        }

        return earlier;
    }

    private sealed record DetailNames(string Audio, string Accepted, string Rejected);
}
