using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>
/// Collects the fields that have no place in MEAI's types, under their wire names, as <see cref="JsonElement"/>s. In a stream a field that
/// every chunk repeats (<c>system_fingerprint</c>) is kept once.
/// </summary>
internal sealed class KeptProperties(bool streaming)
{
    // More fields than this no gateway sends; a hostile one shall not make each chunk slower than the one before.
    private const int MaxRemembered = 32;

    private readonly List<(byte[] Name, byte[] Value)>? _seen = streaming ? [] : null;
    private AdditionalPropertiesDictionary? _current;

    /// <summary>Keeps the value at the reader's position.</summary>
    public void Keep(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        ReadOnlySpan<byte> value = KeptJson.Raw(ref reader, json);
        if (_seen is null || IsNew(name, value))
        {
            Set(Encoding.UTF8.GetString(name), KeptJson.ToElement(value));
        }
    }

    /// <exception cref="AnswerLimitException">There are more than any answer has.</exception>
    public void Set(string name, object value)
    {
        (_current ??= [])[name] = value;
        AnswerLimits.Check(_current.Count, AnswerLimits.MaxFields, "unknown fields in one object");
    }

    /// <summary>Hands over what was kept since the last call; null when there is nothing.</summary>
    public AdditionalPropertiesDictionary? Take()
    {
        AdditionalPropertiesDictionary? taken = _current;
        _current = null;
        return taken;
    }

    private bool IsNew(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < _seen!.Count; i++)
        {
            if (name.SequenceEqual(_seen[i].Name))
            {
                if (value.SequenceEqual(_seen[i].Value))
                {
                    return false;
                }

                _seen[i] = (_seen[i].Name, value.ToArray());
                return true;
            }
        }

        if (_seen.Count < MaxRemembered)
        {
            _seen.Add((name.ToArray(), value.ToArray()));
        }

        return true;
    }
}
