using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads a model's reasoning. Gateways give it under three names, often the same text under two of them; it is returned once.</summary>
internal struct ReasoningReader
{
    private SplitSurrogate _split;
    private string? _content;
    private string? _reasoning;
    private string? _details;
    private JsonArrayCollector? _allDetails;

    /// <summary>All <c>reasoning_details</c> of the answer: gateways want them back unchanged, signatures and encrypted parts included.</summary>
    public readonly JsonElement? Details => _allDetails?.ToElement();

    /// <summary>Reads the value at the reader's position when <paramref name="name"/> is one of the three.</summary>
    public bool TryRead(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (name.SequenceEqual(ResponseNames.ReasoningContent) && IsText(ref reader))
        {
            _content = LenientJsonString.ReadPiece(ref reader);
        }
        else if (name.SequenceEqual(ResponseNames.Reasoning) && IsText(ref reader))
        {
            _reasoning = LenientJsonString.ReadPiece(ref reader);
        }
        else if (name.SequenceEqual(ResponseNames.ReasoningDetails) && reader.TokenType == JsonTokenType.StartArray)
        {
            ReadDetails(ref reader, json);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Adds what this chunk said to its contents.</summary>
    public void AddTo(ref List<AIContent>? contents)
    {
        string? first = !string.IsNullOrEmpty(_content) ? _content : !string.IsNullOrEmpty(_reasoning) ? _reasoning : _details;
        string? second = first == _content && !string.IsNullOrEmpty(_reasoning) && _reasoning != _content ? _reasoning : null;
        if (!string.IsNullOrEmpty(first))
        {
            (contents ??= new(1)).Add(new TextReasoningContent(_split.Join(first)));
        }

        if (second is not null)
        {
            contents!.Add(new TextReasoningContent(_split.Join(second)));
        }

        _content = _reasoning = _details = null;
    }

    /// <summary>Half a surrogate pair that never got its other half; else null.</summary>
    public string? Flush() => _split.Flush();

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String or JsonTokenType.Null;

    private void ReadDetails(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadOnlySpan<byte> raw = KeptJson.Raw(ref reader, json);
            (_allDetails ??= new()).AddItem(raw);
            JsonElement detail = KeptJson.ToElement(raw);
            if (detail.ValueKind == JsonValueKind.Object)
            {
                text.Append(KeptJson.Text(detail, "text") ?? KeptJson.Text(detail, "summary"));
            }
        }

        _details = text.ToString();
    }
}
