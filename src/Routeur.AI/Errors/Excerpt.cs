namespace Routeur.AI.Errors;

/// <summary>Cuts what a server says to a length that fits a message: a log line is no place for 64 KB of somebody's text.</summary>
internal static class Excerpt
{
    /// <summary>The end of a text that was cut.</summary>
    public const char Ellipsis = '…';

    /// <summary>The longest message of the service that is repeated.</summary>
    public const int MaxMessageChars = 2000;

    /// <summary>The longest code, id or header value that is repeated.</summary>
    public const int MaxWordChars = 200;

    /// <summary>At most <paramref name="maxChars"/> characters of the text, and an ellipsis when there are more.</summary>
    public static string Cut(string text, int maxChars)
    {
        if (text.Length <= maxChars)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[maxChars - 1]) ? maxChars - 1 : maxChars;
        return string.Concat(text.AsSpan(0, end), [Ellipsis]);
    }

    /// <summary>The word, or null when it is too long to be a code or an id.</summary>
    public static string? Word(string? text) => text?.Length > MaxWordChars ? null : text;
}
