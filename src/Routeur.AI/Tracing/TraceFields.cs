using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.Tracing;

/// <summary>Takes the fields of a trace block one by one; what nobody took, or could not be understood, is the rest.</summary>
internal sealed class TraceFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    public TraceFields(JsonElement block)
    {
        foreach (JsonProperty field in block.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null)
            {
                _fields[field.Name] = field.Value.Clone();
            }
        }
    }

    public string? Text(string name)
    {
        string? text = _fields.TryGetValue(name, out JsonElement value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            }
            : null;
        return Taken(name, text);
    }

    /// <summary>A number, also as text. It is parsed as a decimal from the start, so a price has no noise of binary fractions.</summary>
    public decimal? Number(string name) => Taken(name, Parse(name));

    /// <summary>A whole number from 0 to <paramref name="max"/>, also written as a float or as text.</summary>
    public long? Integer(string name, long max = long.MaxValue) =>
        Taken(name, Parse(name) is { } number && number == decimal.Truncate(number) && number >= 0 && number <= max ? (long?)number : null);

    public Uri? Address(string name) =>
        Taken(name, _fields.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.String &&
            Uri.TryCreate(value.GetString(), UriKind.Absolute, out Uri? uri) ? uri : null);

    public Dictionary<string, JsonElement> Rest() => _fields;

    private decimal? Parse(string name)
    {
        if (!_fields.TryGetValue(name, out JsonElement value))
        {
            return null;
        }

        string? text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
    }

    private T Taken<T>(string name, T value)
    {
        if (value is not null)
        {
            _fields.Remove(name);
        }

        return value;
    }
}
