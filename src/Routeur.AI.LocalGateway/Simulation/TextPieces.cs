namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Cuts an answer into the pieces in which it is streamed: words with the space behind them, and long ones cut again.</summary>
internal static class TextPieces
{
    private const int Longest = 12;

    public static IEnumerable<string> Split(string text)
    {
        int start = 0;
        while (start < text.Length)
        {
            int end = start + 1;
            while (end < text.Length && end - start < Longest && !char.IsWhiteSpace(text[end - 1]))
            {
                end++;
            }

            // JSON cannot carry half a surrogate pair.
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            {
                end++;
            }

            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>The beginning of a text, not longer than this, and never half a character.</summary>
    public static string Begin(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
