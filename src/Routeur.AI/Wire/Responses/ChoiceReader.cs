using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Reads <c>choices</c>. The choice with the first index is the answer; others (<c>n</c> &gt; 1) are kept as JSON, since a
/// <see cref="ChatResponse"/> with several messages would mean several turns. Choices that share an index, or have none, are parts of one
/// answer: GitHub Copilot sends text in one and tool calls in the next.
/// </summary>
internal sealed class ChoiceReader(string audioMediaType, KeptProperties kept, bool streaming)
{
    private long? _index;
    private bool _sawMessage;
    private JsonArrayCollector? _others;
    private LogProbsCollector? _logProbs;

    public CompletionMessageReader Message { get; } = new(audioMediaType, kept);

    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>Whether a choice that says something has come: a message, a piece of one, or a finish reason.</summary>
    public bool Any { get; private set; }

    /// <summary>The same, for the object that is being read.</summary>
    public bool AnyInObject { get; private set; }

    /// <summary>An error inside a choice (OpenRouter).</summary>
    public JsonElement? Error { get; private set; }

    /// <summary>Usage inside a choice (Moonshot).</summary>
    public UsageDetails? Usage { get; private set; }

    public void BeginObject() => AnyInObject = false;

    /// <summary>Reads the value at the reader's position: an array of choices, or one without its array.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadOne(ref reader, json);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && IsOurs(reader))
            {
                ReadOne(ref reader, json);
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                (_others ??= new()).Add(ref reader, json);
            }
            else
            {
                reader.Skip();
            }
        }

        if (_others is not null)
        {
            kept.Set("choices", _others.ToElement());
            _others = null;
        }
    }

    /// <summary>Adds what could only be known at the end.</summary>
    public void Complete()
    {
        if (_logProbs is not null)
        {
            kept.Set("logprobs", _logProbs.ToElement());
        }
    }

    // The reader is a copy: it only looks for the index.
    private bool IsOurs(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isIndex = LenientJsonString.ReadName(ref reader).SequenceEqual(ResponseNames.Index);
            reader.Read();
            if (isIndex && LenientNumber.ReadInteger(ref reader) is { } index)
            {
                return index == (_index ??= index);
            }

            reader.Skip();
        }

        return true;
    }

    private void ReadOne(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        int repeated = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            if (name.SequenceEqual(ResponseNames.Delta))
            {
                _sawMessage |= reader.TokenType != JsonTokenType.Null;
                ReadMessage(ref reader, json, whole: false);
            }
            else if (name.SequenceEqual(ResponseNames.Index))
            {
                reader.Skip();
            }
            else if (name.SequenceEqual(ResponseNames.FinishReason))
            {
                ChatFinishReason? reason = FinishReasonReader.Read(ref reader);
                FinishReason ??= reason;
                AnyInObject |= reason is not null;
            }
            else if (IsRepetition(name, reader.TokenType))
            {
                repeated = (int)reader.TokenStartIndex;
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                ReadRare(name, ref reader, json);
            }
        }

        if (repeated >= 0 && !_sawMessage)
        {
            var again = new Utf8JsonReader(json[repeated..]);
            again.Read();
            ReadMessage(ref again, json[repeated..], whole: again.TokenType == JsonTokenType.StartObject);
        }

        Any |= AnyInObject;
    }

    // Together writes "text" and Perplexity "message", with all the text so far, beside the delta. Alone they are the answer: "text" is the
    // older completions dialect, and some gateways put a whole completion into one event.
    private bool IsRepetition(ReadOnlySpan<byte> name, JsonTokenType type) =>
        type != JsonTokenType.Null &&
        (name.SequenceEqual(ResponseNames.Text) || (streaming && name.SequenceEqual(ResponseNames.Message)));

    private void ReadRare(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (name.SequenceEqual(ResponseNames.Message))
        {
            _sawMessage = true;
            ReadMessage(ref reader, json, whole: true);
        }
        else if (name.SequenceEqual(ResponseNames.Usage))
        {
            Usage = UsageReader.Read(ref reader, Usage);
        }
        else if (name.SequenceEqual(ResponseNames.Error))
        {
            Error = KeptJson.Read(ref reader, json);
        }
        else if (streaming && name.SequenceEqual(ResponseNames.LogProbs) && reader.TokenType == JsonTokenType.StartObject)
        {
            // The update shows its own piece, the last update the whole.
            Utf8JsonReader piece = reader;
            (_logProbs ??= new()).Add(ref piece, json);
            kept.Keep(name, ref reader, json);
        }
        else
        {
            kept.Keep(name, ref reader, json);
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, bool whole)
    {
        AnyInObject |= reader.TokenType != JsonTokenType.Null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Message.Read(ref reader, json, whole);
        }
        else
        {
            Message.ReadContent(ref reader, json);
        }
    }
}
