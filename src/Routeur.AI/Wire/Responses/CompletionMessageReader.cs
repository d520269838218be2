using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads a <c>message</c>, or the <c>delta</c>s that make one up, into MEAI contents.</summary>
internal sealed class CompletionMessageReader(string audioMediaType, KeptProperties kept)
{
    private ReasoningReader _reasoning;
    private SplitSurrogate _text;
    private List<AIContent>? _contents;
    private List<AIContent>? _media;
    private StringBuilder? _refusal;
    private ToolCallAssembler? _toolCalls;
    private AudioCollector? _audio;

    public ChatRole? Role { get; private set; }

    public List<AIAnnotation> Annotations { get; } = [];

    /// <summary>Reads the object at the reader's position.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="json">The text that it reads.</param>
    /// <param name="whole">It is a whole message and not a piece of one.</param>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, bool whole)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = LenientJsonString.ReadName(ref reader);
            reader.Read();
            if (name.SequenceEqual(ResponseNames.Content))
            {
                ReadContent(ref reader, json);
            }
            else if (name.SequenceEqual(ResponseNames.Role))
            {
                ChatRole? role = ChatRoleReader.Read(ref reader);
                Role ??= role;
            }
            else if (name.SequenceEqual(ResponseNames.ToolCalls))
            {
                ToolCallReader.Read(ref reader, json, _toolCalls ??= new(), whole);
            }
            else if (!_reasoning.TryRead(name, ref reader, json))
            {
                ReadRare(name, ref reader, json, whole);
            }
        }

        _reasoning.AddTo(ref _contents);
    }

    /// <summary>Reads text, or an array of parts.</summary>
    public void ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            ContentPartReader.Read(KeptJson.Read(ref reader, json), _contents ??= []);
        }
        else if (LenientJsonString.ReadPiece(ref reader) is { } piece)
        {
            (_contents ??= new(1)).Add(new TextContent(_text.Join(piece)));
        }
    }

    /// <summary>Reads a list of citations from beside the choices.</summary>
    public void ReadCitations(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) =>
        AnnotationReader.Read(KeptJson.Read(ref reader, json), Annotations, onlyNewUrls: true);

    /// <summary>Hands over the contents since the last call; null when there are none.</summary>
    public List<AIContent>? TakeContents()
    {
        if (_media is not null)
        {
            (_contents ??= []).AddRange(_media);
            _media = null;
        }

        List<AIContent>? taken = _contents;
        _contents = null;
        return taken;
    }

    /// <summary>Adds what could only be known at the end: held-back text, tool calls, the refusal.</summary>
    /// <param name="contents">Where it goes.</param>
    /// <param name="responseId">The answer's id, when it has one.</param>
    /// <param name="createdAt">The answer's time, when it has one.</param>
    /// <returns>What is wrong with the message, as a sentence, or null.</returns>
    public string? Complete(List<AIContent> contents, string? responseId, DateTimeOffset? createdAt)
    {
        if (_reasoning.Flush() is { } reasoning)
        {
            contents.Add(new TextReasoningContent(reasoning));
        }

        if (_text.Flush() is { } text)
        {
            contents.Add(new TextContent(text));
        }

        string? problem = null;
        if (_toolCalls is not null)
        {
            contents.AddRange(_toolCalls.Build($"{responseId} {createdAt:O}", out problem));
        }

        if (_refusal is not null)
        {
            contents.Add(new ErrorContent(SurrogatePairs.Repair(_refusal.ToString())) { ErrorCode = "Refusal" });
        }

        if (_reasoning.Details is { } details)
        {
            kept.Set("reasoning_details", details);
        }

        if (_audio is not null)
        {
            kept.Set("audio", _audio.ToElement());
        }

        return problem;
    }

    private void ReadRare(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, bool whole)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (name.SequenceEqual(ResponseNames.Refusal))
        {
            if (LenientJsonString.ReadPiece(ref reader) is { Length: > 0 } piece)
            {
                (_refusal ??= new()).Append(piece);
            }
        }
        else if (name.SequenceEqual(ResponseNames.FunctionCall))
        {
            ToolCallReader.ReadEntry(ref reader, json, _toolCalls ??= new(), whole);
        }
        else if (name.SequenceEqual(ResponseNames.Audio) && reader.TokenType == JsonTokenType.StartObject)
        {
            if ((_audio ??= new(audioMediaType)).Read(ref reader) is { } sound)
            {
                (_media ??= []).Add(sound);
            }
        }
        else if (name.SequenceEqual(ResponseNames.Images))
        {
            ContentPartReader.Read(KeptJson.Read(ref reader, json), _media ??= []);
        }
        else if (name.SequenceEqual(ResponseNames.Annotations))
        {
            AnnotationReader.Read(KeptJson.Read(ref reader, json), Annotations, onlyNewUrls: false);
        }
        else if (name.SequenceEqual(ResponseNames.Citations))
        {
            ReadCitations(ref reader, json);
        }
        else
        {
            kept.Keep(name, ref reader, json);
        }
    }
}
