using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>The top level of a body: knows which fields are still free, because raw options come before ours and ours before additional properties.</summary>
/// <param name="writer">The body.</param>
/// <param name="raw">The base that is never overwritten.</param>
internal sealed class RequestFields(Utf8JsonWriter writer, RawChatOptions? raw)
{
    // Few enough names to look through: a hash set costs more than all else that is written for a short question.
    private readonly List<string> _taken = [];

    public Utf8JsonWriter Writer { get; } = writer;

    public RawChatOptions? Raw { get; } = raw;

    /// <summary>Settles a field, whatever the raw options say about it. False when it was settled before.</summary>
    public bool Take(string name)
    {
        if (_taken.Contains(name))
        {
            return false;
        }

        _taken.Add(name);
        return true;
    }

    /// <summary>Settles a field of which nobody has spoken yet; what the raw options set or removed is theirs.</summary>
    public bool TryTake(string name) => Raw?.Has(name) is not true && Raw?.IsRemoved(name) is not true && Take(name);

    /// <summary>Writes the name of a free field, whose value must follow.</summary>
    public bool TryBegin(JsonEncodedText name)
    {
        if (!TryTake(name.Value))
        {
            return false;
        }

        Writer.WritePropertyName(name);
        return true;
    }
}
