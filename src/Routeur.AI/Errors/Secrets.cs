using System.Text.RegularExpressions;

namespace Routeur.AI.Errors;

/// <summary>Keeps keys out of messages: servers like to echo the key they refused.</summary>
internal static partial class Secrets
{
    private const int MinRevealing = 6;

    /// <summary>Replaces everything that looks like a key (<c>rtr_…</c>, <c>sk-…</c>, a bearer token) and, when given, one exact key.</summary>
    public static string Hide(string text, string? key = null)
    {
        if (!string.IsNullOrEmpty(key))
        {
            text = text.Replace(key, "[key]", StringComparison.Ordinal);
            for (int length = BeginningBeforeCut(text, key); length > 0; length = BeginningBeforeCut(text, key))
            {
                text = text.Replace($"{key.AsSpan(0, length)}{Excerpt.Ellipsis}", $"[key]{Excerpt.Ellipsis}", StringComparison.Ordinal);
            }
        }

        return KeyLike().Replace(text, "$1[key]");
    }

    /// <summary>Whether the text shows the key, or the beginning of it where a quotation was cut.</summary>
    public static bool Shows(string? text, string key) =>
        text is not null && (text.Contains(key, StringComparison.Ordinal) || BeginningBeforeCut(text, key) > 0);

    // Fewer characters are no secret, and could be a word's.
    private static int BeginningBeforeCut(string text, string key)
    {
        for (int cut = text.IndexOf(Excerpt.Ellipsis); cut >= 0; cut = text.IndexOf(Excerpt.Ellipsis, cut + 1))
        {
            for (int length = Math.Min(key.Length - 1, cut); length >= MinRevealing; length--)
            {
                if (text.AsSpan(cut - length, length).SequenceEqual(key.AsSpan(0, length)))
                {
                    return length;
                }
            }
        }

        return 0;
    }

    // What follows "bearer" is a key only when it has a digit: "missing bearer token" is a sentence.
    [GeneratedRegex(@"(Bearer\s+(?=\S*\d)|rtr_|\bsk-)[A-Za-z0-9._~+/\-]{4,}=*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyLike();
}
