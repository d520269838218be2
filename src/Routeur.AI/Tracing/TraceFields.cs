using System.Globalization;
using System.Text.Json;

namespace Routeur.AI.Tracing;

/// <summary>
/// Takes the fields of one of the service's objects (a trace block, a route, …) one by one; what nobody took, or could not be
/// understood, is the rest.
/// </summary>
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

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, also written as a float or as text.</summary>
    public long? Integer(string name, long max = long.MaxValue, long min = 0) =>
        Taken(name, Parse(name) is { } number && number == decimal.Truncate(number) && number >= min && number <= max ? (long?)number : null);

    /// <summary>A boolean, also as text.</summary>
    public bool? Flag(string name) => Taken<bool?>(name, _fields.TryGetValue(name, out JsonElement value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => bool.TryParse(value.GetString(), out bool flag) ? flag : null,
            _ => null,
        }
        : null);

    /// <summary>A point in time in ISO-8601; UTC where it does not say.</summary>
    public DateTimeOffset? Instant(string name) =>
        Taken<DateTimeOffset?>(name, _fields.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.String &&
            DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
                ? instant
                : null);

    /// <summary>A list of texts; one text stands for a list of one. Null when it is missing or holds anything else.</summary>
    public IReadOnlyList<string>? Texts(string name) => Taken(name, !_fields.TryGetValue(name, out JsonElement value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => (IReadOnlyList<string>)[value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    });

    /// <summary>An object's fields.</summary>
    public TraceFields? Fields(string name) =>
        Taken(name, _fields.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? new TraceFields(value) : null);

    /// <summary>A list of objects' fields; null when it is missing or holds anything else.</summary>
    public IReadOnlyList<TraceFields>? Items(string name) =>
        Taken(name, _fields.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array &&
            value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
                ? value.EnumerateArray().Select(item => new TraceFields(item)).ToArray()
                : null);

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
