using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Errors;
using Routeur.AI.Tracing;

namespace Routeur.AI.Wire;

/// <summary>Reads a whole chat completion straight into MEAI types.</summary>
internal static class ChatResponseReader
{
    /// <exception cref="RouteurException">The body is an error object, or cannot be understood.</exception>
    public static ChatResponse Read(ReadOnlyMemory<byte> body, ChatReadContext context)
    {
        ReadOnlySpan<byte> json = JsonText.Trim(body.Span);
        if (json.IsEmpty)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, body.Span, "The answer is empty.");
        }

        return json[0] switch
        {
            (byte)'{' => ReadObject(json, context),
            (byte)'[' => ReadArray(json, context),
            _ when JsonText.LooksLikeEvents(json) => ReadEvents(json, context),
            _ => throw ErrorEnvelope.InvalidResponse(context.Response, body.Span, "The answer is not JSON."),
        };
    }

    private static ChatResponse ReadObject(ReadOnlySpan<byte> json, ChatReadContext context)
    {
        var completion = new CompletionReader(context, streaming: false);
        try
        {
            completion.Read(json);
        }
        catch (AnswerLimitException e)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, json, e.Message, e);
        }
        catch (JsonException e)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, json, "The answer is not a JSON object that can be read, or it is cut off.", e);
        }

        if (!completion.HasSubstance)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, json, "The answer is JSON, but no chat completion: it has no choice.");
        }

        return Build(completion, json, context);
    }

    // Gemini wraps its error object in an array.
    private static ChatResponse ReadArray(ReadOnlySpan<byte> json, ChatReadContext context)
    {
        JsonElement first = default;
        try
        {
            Utf8JsonReader reader = KeptJson.Reader(json);
            reader.Read();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                first = KeptJson.Read(ref reader, json);
            }

            // What follows is only checked: as elements it would take many times the memory of its text.
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, json, "The answer is not JSON that can be read, or it is cut off.", e);
        }

        throw first.ValueKind == JsonValueKind.Object && first.TryGetProperty("error", out JsonElement error)
            ? ErrorEnvelope.ToException(context.Response, error, context.TimeProvider.GetUtcNow())
            : ErrorEnvelope.InvalidResponse(context.Response, json, "The answer is a JSON array, not a chat completion.");
    }

    /// <summary>Some gateways stream although they were not asked to.</summary>
    private static ChatResponse ReadEvents(ReadOnlySpan<byte> text, ChatReadContext context)
    {
        ReadOnlySpan<byte> beginning = text;
        using var stream = new CompletionStream(context);
        var updates = new List<ChatResponseUpdate>();
        do
        {
            if (text.IsEmpty)
            {
                stream.EndOfInput();
            }
            else
            {
                Span<byte> target = stream.GetMemory().Span;
                int count = Math.Min(target.Length, text.Length);
                text[..count].CopyTo(target);
                text = text[count..];
                stream.Advance(count);
            }

            while (stream.TryRead(out ChatResponseUpdate? update))
            {
                updates.Add(update);
                if (updates.Count > AnswerLimits.MaxCollectedEvents)
                {
                    throw ErrorEnvelope.InvalidResponse(
                        context.Response, beginning, "The answer is a stream that was not asked for, of more than 1,000,000 events, the most that is read.");
                }
            }
        }
        while (!stream.IsDone);

        ChatResponse response = updates.ToChatResponse();
        response.RawRepresentation = context.Response;
        if (response.Messages is [{ AdditionalProperties: { } properties }])
        {
            // A stream's properties end up on the message; a plain answer has them on both.
            response.AdditionalProperties ??= properties.Clone();
        }

        return response;
    }

    private static ChatResponse Build(CompletionReader completion, ReadOnlySpan<byte> json, ChatReadContext context)
    {
        List<AIContent> contents = completion.Message.TakeContents() ?? [];
        completion.Complete(contents, json);
        if (completion.Message.Annotations is { Count: > 0 } annotations)
        {
            // They belong to the message, which has no place for them: the first text carries them, as in the reference implementation.
            TextContent? carrier = contents.OfType<TextContent>().FirstOrDefault();
            if (carrier is null)
            {
                contents.Add(carrier = new TextContent(null));
            }

            carrier.Annotations = annotations;
        }

        RateLimitHeaders.CopyTo(completion.Kept, context.Response);
        RateLimitHeaders.CopyTo(completion.MessageKept, context.Response);
        return new ChatResponse(new ChatMessage(completion.Message.Role ?? ChatRole.Assistant, contents)
        {
            MessageId = completion.ResponseId,
            CreatedAt = completion.CreatedAt,
            AdditionalProperties = completion.MessageKept.Take(),
        })
        {
            ResponseId = completion.ResponseId,
            CreatedAt = completion.CreatedAt,
            ModelId = completion.ModelId,
            FinishReason = completion.FinishReason,
            Usage = completion.Usage,
            RawRepresentation = context.Response,
            AdditionalProperties = completion.Kept.Take(),
        };
    }
}
