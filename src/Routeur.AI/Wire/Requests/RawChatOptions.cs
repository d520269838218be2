using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

#pragma warning disable SCME0001 // JsonPatch is experimental; the SDK has no other way to ask what a caller set or removed.

namespace Routeur.AI.Wire;

/// <summary>
/// What <see cref="ChatOptions.RawRepresentationFactory"/> returned: the base that our fields fill in but never overwrite. It is read,
/// never changed, so a factory may hand out one instance again and again.
/// </summary>
internal sealed class RawChatOptions
{
    private readonly ChatCompletionOptions _options;
    private readonly JsonElement _fields;

    private RawChatOptions(ChatCompletionOptions options, JsonElement fields)
    {
        _options = options;
        _fields = fields;
    }

    /// <summary>The model that the raw options name in their patch; null when they name none.</summary>
    public string? Model => Text(_fields, RequestNames.Model);

    /// <summary>The format of the audio that the raw options ask for, such as <c>mp3</c>; null when they ask for none.</summary>
    public string? OutputAudioFormat =>
        _fields.TryGetProperty("audio", out JsonElement audio) && audio.ValueKind == JsonValueKind.Object ? Text(audio, RequestNames.Format) : null;

    /// <summary>Invokes the factory, once per call. Null when there is none, or when it returns nothing or something that is not the SDK's <c>ChatCompletionOptions</c>.</summary>
    /// <exception cref="ArgumentException">The raw options cannot be written as a JSON object.</exception>
    public static RawChatOptions? From(ChatOptions? options, IChatClient client) => Read(options?.RawRepresentationFactory?.Invoke(client));

    /// <summary>Reads what a factory returned.</summary>
    /// <inheritdoc cref="From"/>
    public static RawChatOptions? Read(object? made)
    {
        // MEAI's convention: what a client does not know is another client's, and ignored.
        if (made is not ChatCompletionOptions raw)
        {
            return null;
        }

        var buffer = new RequestBuffer(256);
        JsonElement fields;
        try
        {
            using (var writer = new Utf8JsonWriter(buffer))
            {
                ((IJsonModel<ChatCompletionOptions>)raw).Write(writer, ModelReaderWriterOptions.Json);
            }

            fields = JsonElement.Parse(buffer.Written.Span);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw RequestError.Options($"What ChatOptions.RawRepresentationFactory returned cannot be written as JSON: {e.Message}", e);
        }

        return fields.ValueKind == JsonValueKind.Object
            ? new RawChatOptions(raw, fields)
            : throw RequestError.Options($"What ChatOptions.RawRepresentationFactory returned is a JSON {fields.ValueKind}, not an object.");
    }

    /// <summary>The cap on output tokens that is sent: what the raw options say about it, under either name, settles it.</summary>
    /// <param name="raw">The raw options, if any.</param>
    /// <param name="typed"><see cref="ChatOptions.MaxOutputTokens"/>.</param>
    public static int? OutputCap(RawChatOptions? raw, int? typed)
    {
        if (raw is null)
        {
            return typed;
        }

        (string one, string other) = (RequestNames.MaxCompletionTokens.Value, RequestNames.MaxTokens.Value);
        return raw.Number(one) ?? raw.Number(other) ?? (raw.SaysNothingOf(one) && raw.SaysNothingOf(other) ? typed : null);
    }

    /// <summary>All fields that the raw options say something about, in order. The SDK writes a field twice when a patch appends to it.</summary>
    public JsonElement.ObjectEnumerator Fields => _fields.EnumerateObject();

    /// <summary>Whether the raw options have this field, be it null.</summary>
    public bool Has(string name) => _fields.TryGetProperty(name, out _);

    /// <summary>Whether the patch removed this field, so that nobody may fill it in.</summary>
    public bool IsRemoved(string name) => _options.Patch.IsRemoved(Path(name));

    /// <summary>Whether the patch set or removed exactly this field.</summary>
    public bool IsSetByPatch(string name) => _options.Patch.Contains(Path(name));

    /// <summary>Whether the patch says anything about this field: it sets or removes it, appends to it, or changes something inside.</summary>
    public bool IsTouchedByPatch(string name) => _options.Patch.Contains("$"u8, Encoding.UTF8.GetBytes(name));

    /// <summary>The items of a field that is a list: each element of each array of that name, or the one value that stands for a list.</summary>
    public IEnumerable<JsonElement> Items(string name)
    {
        foreach (JsonProperty field in _fields.EnumerateObject())
        {
            if (!field.NameEquals(name))
            {
                continue;
            }

            if (field.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in field.Value.EnumerateArray())
                {
                    yield return item;
                }
            }
            else if (field.Value.ValueKind != JsonValueKind.Null)
            {
                yield return field.Value;
            }
        }
    }

    private bool SaysNothingOf(string name) => !Has(name) && !IsRemoved(name);

    private int? Number(string name) =>
        _fields.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    private static string? Text(JsonElement parent, JsonEncodedText name) =>
        parent.TryGetProperty(name.EncodedUtf8Bytes, out JsonElement value) && value.ValueKind == JsonValueKind.String &&
        value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    // The bracket form holds any name; the SDK treats it and the dotted form as the same path.
    private static byte[] Path(string name) => Encoding.UTF8.GetBytes($"$['{name}']");
}
