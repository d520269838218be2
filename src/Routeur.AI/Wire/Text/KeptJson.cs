using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Routeur.AI.Wire;

/// <summary>Makes <see cref="JsonElement"/>s that outlive the buffer and never throw when they are read or written later.</summary>
internal static class KeptJson
{
    /// <summary>
    /// How deep an answer may be nested. <see cref="JsonSerializerOptions"/> writes 64 levels, and whoever stores an answer writes what was kept
    /// of it some levels further down: what is read here can be written there.
    /// </summary>
    public const int MaxDepth = 48;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>A reader that keeps to <see cref="MaxDepth"/>.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, Options);

    /// <summary>Reads the value at the reader's position, whatever it is.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonElement Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => ToElement(Raw(ref reader, json));

    /// <summary>The bytes of the value at the reader's position; the reader moves to its end.</summary>
    public static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>Parses one JSON value.</summary>
    /// <param name="raw">The value's text.</param>
    /// <param name="maxDepth">How deep it may be nested.</param>
    /// <exception cref="JsonException">It is not JSON, or nested deeper.</exception>
    public static JsonElement ToElement(ReadOnlySpan<byte> raw, int maxDepth = MaxDepth)
    {
        var reader = new Utf8JsonReader(IsSafe(raw) ? raw : Repair(raw), new JsonReaderOptions { MaxDepth = maxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Whether every text and name in it can be read: bytes that are no UTF-8 and halves of surrogate pairs parse, and throw later.</summary>
    public static bool IsSafe(ReadOnlySpan<byte> raw) =>
        Utf8.IsValid(raw) && raw.IndexOf("\\ud"u8) < 0 && raw.IndexOf("\\uD"u8) < 0;

    /// <summary>The same with U+FFFD in the place of what cannot be read.</summary>
    public static byte[] Repair(ReadOnlySpan<byte> raw) =>
        Encoding.UTF8.GetBytes(SurrogatePairs.RepairEscapes(Encoding.UTF8.GetString(raw)));

    /// <summary>The text of a member; null when it is missing or no string.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Makes a JSON string.</summary>
    public static JsonElement FromText(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 2);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStringValue(text);
        }

        return ToElement(buffer.WrittenSpan);
    }
}
