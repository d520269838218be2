using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Errors;
using Routeur.AI.Routing;

namespace Routeur.AI.Wire;

/// <summary>
/// Reads completion objects: the one of a plain answer, or the chunks of a stream one after another. It holds what is known about the
/// answer so far. Not thread-safe; one per answer.
/// </summary>
internal sealed class CompletionReader
{
    private readonly ChatReadContext _context;
    private readonly bool _streaming;
    private readonly ChoiceReader _choices;
    private UsageDetails? _usage;

    public CompletionReader(ChatReadContext context, bool streaming)
    {
        _context = context;
        _streaming = streaming;
        Kept = new KeptProperties(streaming);
        MessageKept = streaming ? Kept : new KeptProperties(streaming);
        _choices = new ChoiceReader(context.OutputAudioMediaType, MessageKept, streaming);
    }

    /// <summary>The first id: gateways that give each chunk an id of its own would tear one message into many.</summary>
    public string? ResponseId { get; private set; }

    public string? ModelId { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    public ChatFinishReason? FinishReason => _choices.FinishReason;

    public CompletionMessageReader Message => _choices.Message;

    /// <summary>Adds what could only be known at the end; throws when that makes no sense.</summary>
    /// <exception cref="RouteurException">A tool call has no name.</exception>
    public void Complete(List<AIContent> contents, ReadOnlySpan<byte> received)
    {
        _choices.Complete();
        if (Message.Complete(contents, ResponseId, CreatedAt) is { } problem)
        {
            throw ErrorEnvelope.InvalidResponse(_context.Response, received, problem);
        }
    }

    /// <summary>What the answer said about tokens; the last word counts.</summary>
    public UsageDetails? Usage => _usage ?? _choices.Usage;

    /// <summary>The service's trace block, when one has come.</summary>
    public JsonElement? Trace { get; private set; }

    /// <summary>Fields of the answer itself that have no other place.</summary>
    public KeptProperties Kept { get; }

    /// <summary>Fields of its choice and message that have no other place; in a stream the same as <see cref="Kept"/>.</summary>
    public KeptProperties MessageKept { get; }

    /// <summary>Whether the answer said anything that a completion says: a choice or usage.</summary>
    public bool HasSubstance => _choices.Any || Usage is not null;

    /// <summary>Reads one object.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    /// <exception cref="RouteurException">It holds an error.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = KeptJson.Reader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A JSON object was expected.");
        }

        JsonElement? error = null;
        _choices.BeginObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            if (name.SequenceEqual(ResponseNames.Choices))
            {
                _choices.Read(ref reader, json);
            }
            else if (name.SequenceEqual(ResponseNames.Id))
            {
                ResponseId ??= ReadWord(ref reader);
                reader.Skip();
            }
            else if (name.SequenceEqual(ResponseNames.Model))
            {
                ModelId ??= ReadWord(ref reader);
                reader.Skip();
            }
            else if (name.SequenceEqual(ResponseNames.Created))
            {
                CreatedAt = CreatedAtReader.Read(ref reader) ?? CreatedAt;
            }
            else if (name.SequenceEqual(ResponseNames.Error))
            {
                error = ReadError(ref reader, json);
            }
            else if (name.SequenceEqual(ResponseNames.Object))
            {
                // vLLM: {"object":"error","message":"…"}
                if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual(ResponseNames.Error))
                {
                    error ??= KeptJson.ToElement(json);
                }

                reader.Skip();
            }
            else
            {
                ReadRare(name, ref reader, json);
            }
        }

        // Anything behind the object makes the reader throw.
        reader.Read();
        if ((error ?? _choices.Error) is { } found && !(IsEmpty(found) && _choices.AnyInObject))
        {
            throw ErrorEnvelope.ToException(_context.Response, found, _context.TimeProvider.GetUtcNow());
        }
    }

    private void ReadRare(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Null || name.SequenceEqual(ResponseNames.Obfuscation))
        {
            reader.Skip();
        }
        else if (name.SequenceEqual(ResponseNames.Usage))
        {
            _usage = UsageReader.Read(ref reader, _usage);
        }
        else if (name.SequenceEqual(ResponseNames.Routeur))
        {
            ReadTrace(KeptJson.Read(ref reader, json));
        }
        else if (name.SequenceEqual(ResponseNames.Citations))
        {
            Message.ReadCitations(ref reader, json);
        }
        else
        {
            Kept.Keep(name, ref reader, json);
        }
    }

    /// <summary>Takes the trace block, wherever it was found.</summary>
    public void ReadTrace(JsonElement block)
    {
        Trace = block;
        Kept.Set(RouteurPropertyNames.TraceBlock, block);
        if (!_streaming)
        {
            MessageKept.Set(RouteurPropertyNames.TraceBlock, block);
        }
    }

    private static string? ReadWord(ref Utf8JsonReader reader) =>
        LenientJsonString.Read(ref reader) is { } word && !string.IsNullOrWhiteSpace(word) ? word : null;

    // Many gateways write "error":null, false or "" into answers that are well.
    private static JsonElement? ReadError(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        bool isError = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False) &&
            !(reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == 0);
        JsonElement value = KeptJson.Read(ref reader, json);
        return isError ? value : null;
    }

    private static bool IsEmpty(JsonElement error) => error.ValueKind == JsonValueKind.Object && !error.EnumerateObject().Any();
}
