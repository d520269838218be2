using System.Text.RegularExpressions;

namespace Routeur.AI.Errors;

/// <summary>Keeps keys out of messages: servers like to echo the key they refused.</summary>
internal static partial class Secrets
{
    /// <summary>Replaces everything that looks like a key (<c>rtr_…</c>, <c>sk-…</c>, a bearer token) and, when given, one exact key.</summary>
    public static string Hide(string text, string? key = null)
    {
        if (!string.IsNullOrEmpty(key))
        {
            text = text.Replace(key, "[key]", StringComparison.Ordinal);
        }

        return KeyLike().Replace(text, "$1[key]");
    }

    // What follows "bearer" is a key only when it has a digit: "missing bearer token" is a sentence.
    [GeneratedRegex(@"(Bearer\s+(?=\S*\d)|\brtr_|\bsk-)[A-Za-z0-9._~+/\-]{4,}=*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyLike();
}
