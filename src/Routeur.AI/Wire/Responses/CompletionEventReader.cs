using System.Text;
using System.Text.Json;
using Routeur.AI.Errors;
using Routeur.AI.Routing;

namespace Routeur.AI.Wire;

/// <summary>Reads one event of a stream: a chunk, an error, a trace block of its own, or nothing.</summary>
internal sealed class CompletionEventReader(ChatReadContext context, CompletionReader completion)
{
    /// <summary>Reads the event's data; false when it says nothing.</summary>
    /// <param name="data">The data, trimmed.</param>
    /// <param name="events">Where it comes from.</param>
    /// <exception cref="RouteurException">An error, or data that cannot be understood.</exception>
    public bool Read(ReadOnlySpan<byte> data, SseEventParser events)
    {
        if (data.IsEmpty || data.SequenceEqual("null"u8) || events.EventName is "ping" or "heartbeat" or "keepalive" or "keep-alive")
        {
            return false;
        }

        try
        {
            if (events.EventName == "error")
            {
                throw ErrorEnvelope.ToException(context.Response, ReadError(data), context.TimeProvider.GetUtcNow());
            }

            if (events.EventName != RouteurPropertyNames.TraceBlock || !ReadTrace(data))
            {
                completion.Read(data);
            }

            return true;
        }
        catch (AnswerLimitException e)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, data, e.Message, e);
        }
        catch (JsonException) when (events.IsUnterminated && JsonText.IsBeginningOfDone(data))
        {
            return false;
        }
        catch (JsonException e) when (events.IsUnterminated)
        {
            throw ErrorEnvelope.StreamInterrupted(context.Response, "The stream ended in the middle of an event.", e);
        }
        catch (JsonException e)
        {
            throw ErrorEnvelope.InvalidResponse(context.Response, data, "An event of the stream is not a JSON object that can be read.", e);
        }
    }

    private static JsonElement ReadError(ReadOnlySpan<byte> data)
    {
        if (data[0] != '{')
        {
            return KeptJson.FromText(Encoding.UTF8.GetString(data));
        }

        JsonElement value = KeptJson.ToElement(data);
        return value.TryGetProperty("error", out JsonElement error) ? error : value;
    }

    // Where the block goes in a stream is not documented; an event of its own may hold it bare.
    private bool ReadTrace(ReadOnlySpan<byte> data)
    {
        JsonElement block = KeptJson.ToElement(data);
        bool isBare = block.ValueKind == JsonValueKind.Object && !block.TryGetProperty("routeur", out _) && !block.TryGetProperty("choices", out _);
        if (isBare)
        {
            completion.ReadTrace(block);
        }

        return isBare;
    }
}
