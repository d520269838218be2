using System.Text.Json;

namespace Routeur.AI.Errors;

/// <summary>What could be read of an error object, whatever its shape.</summary>
internal readonly record struct ErrorDetails(string? Code, string? Message, string? RequestId)
{
    /// <summary>Reads an error object, a bare string, or the shapes that proxies in front of a gateway use (<c>message</c>, <c>detail</c>).</summary>
    /// <param name="error">The error itself.</param>
    /// <param name="root">The object around it, which may carry a request id.</param>
    public static ErrorDetails Read(JsonElement error, JsonElement root)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return new ErrorDetails(null, Excerpt.Cut(Text(error), Excerpt.MaxMessageChars), RequestIdIn(root));
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        return new ErrorDetails(
            Code: Excerpt.Word(Field(error, "code", wordsOnly: true)),
            Message: (Field(error, "message") ?? Field(error, "detail") ?? Field(error, "error_description")) is { } message
                ? Excerpt.Cut(message, Excerpt.MaxMessageChars)
                : null,
            RequestId: RequestIdIn(error) ?? RequestIdIn(root));
    }

    private static string? RequestIdIn(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return Excerpt.Word(Field(element, "request_id")) ??
            (element.TryGetProperty("routeur", out JsonElement block) && block.ValueKind == JsonValueKind.Object ? Excerpt.Word(Field(block, "request_id")) : null);
    }

    /// <param name="element">An object.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="wordsOnly">Ignores numbers: some gateways repeat the HTTP status as <c>code</c>, which says nothing.</param>
    private static string? Field(JsonElement element, string name, bool wordsOnly = false)
    {
        if (!element.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        string? text = value.ValueKind switch
        {
            JsonValueKind.String => Text(value),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => wordsOnly ? null : value.GetRawText(),
        };

        return string.IsNullOrWhiteSpace(text) || (wordsOnly && int.TryParse(text, out _)) ? null : text;
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair: show it as it came.
            return value.GetRawText();
        }
    }
}
