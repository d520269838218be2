using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Writes the typed options except tools. <see cref="ChatOptions.TopK"/>, <see cref="ChatOptions.ConversationId"/> and
/// <see cref="ReasoningOptions.Output"/> have no place in the dialect and are hints that a client may ignore (docs/wire-format.md).
/// </summary>
internal static class RequestOptionsWriter
{
    /// <exception cref="ArgumentException">A value that JSON cannot hold.</exception>
    /// <exception cref="NotSupportedException">A continuation token: the service cannot resume an answer.</exception>
    public static void Write(RequestFields fields, ChatOptions? options, bool deepSeek)
    {
        if (options is null)
        {
            return;
        }

#pragma warning disable MEAI001 // Continuation tokens are experimental; ignoring one would start, and bill, a new answer.
        if (options.ContinuationToken is not null)
#pragma warning restore MEAI001
        {
            throw new NotSupportedException("ChatOptions.ContinuationToken: Chat Completions cannot resume an answer. Send the messages without a token.");
        }

        Write(fields, RequestNames.Temperature, options.Temperature);
        Write(fields, RequestNames.TopP, options.TopP);
        Write(fields, RequestNames.FrequencyPenalty, options.FrequencyPenalty);
        Write(fields, RequestNames.PresencePenalty, options.PresencePenalty);
        if (options.Seed is { } seed && fields.TryBegin(RequestNames.Seed))
        {
            fields.Writer.WriteNumberValue(seed);
        }

        WriteMaxTokens(fields, options.MaxOutputTokens, deepSeek);
        WriteStop(fields, options.StopSequences);
        if (Effort(options.Reasoning?.Effort) is { } effort && fields.TryBegin(RequestNames.ReasoningEffort))
        {
            fields.Writer.WriteStringValue(effort);
        }

        if (options.ResponseFormat is { } format && fields.TryBegin(RequestNames.ResponseFormat))
        {
            RequestFormatWriter.Write(fields.Writer, format, RequestStrictness.Read(options.AdditionalProperties, nameof(ChatOptions)));
        }
    }

    private static void Write(RequestFields fields, JsonEncodedText name, float? value, [CallerArgumentExpression(nameof(value))] string option = "")
    {
        if (value is not { } number)
        {
            return;
        }

        if (!float.IsFinite(number))
        {
            throw RequestError.Options($"{option} is {number}, which JSON cannot hold.");
        }

        if (fields.TryBegin(name))
        {
            fields.Writer.WriteNumberValue(number);
        }
    }

    // Two names for one cap: providers refuse a body with both, so what anyone says about one name settles the other.
    private static void WriteMaxTokens(RequestFields fields, int? value, bool deepSeek)
    {
        if (value is not { } number)
        {
            return;
        }

        bool free = fields.TryTake(RequestNames.MaxTokens.Value) & fields.TryTake(RequestNames.MaxCompletionTokens.Value);
        if (free)
        {
            fields.Writer.WriteNumber(deepSeek ? RequestNames.MaxTokens : RequestNames.MaxCompletionTokens, number);
        }
    }

    private static void WriteStop(RequestFields fields, IList<string>? sequences)
    {
        string name = RequestNames.Stop.Value;
        if (sequences is not { Count: > 0 } || fields.Raw?.IsRemoved(name) is true)
        {
            return;
        }

        fields.Take(RequestNames.Stop.Value);
        Utf8JsonWriter writer = fields.Writer;
        writer.WriteStartArray(RequestNames.Stop);
        foreach (JsonElement sequence in fields.Raw?.Items(name) ?? [])
        {
            sequence.WriteTo(writer);
        }

        for (int i = 0; i < sequences.Count; i++)
        {
            writer.WriteStringValue(sequences[i] ?? throw RequestError.Options($"ChatOptions.StopSequences[{i}] is null."));
        }

        writer.WriteEndArray();
    }

    private static string? Effort(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };
}
