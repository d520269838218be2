using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>Author names as the dialect accepts them: ASCII letters, digits and underscores, at most 64; the rest is left out.</summary>
internal static class RequestAuthorName
{
    private const int MaxLength = 64;

    /// <summary>Writes the field <c>name</c>, if anything of the name remains.</summary>
    public static void Write(Utf8JsonWriter writer, string? authorName)
    {
        if (authorName is null)
        {
            return;
        }

        Span<char> name = stackalloc char[MaxLength];
        int length = 0;
        foreach (char c in authorName)
        {
            if (length < MaxLength && (char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                name[length++] = c;
            }
        }

        if (length > 0)
        {
            writer.WriteString(RequestNames.Name, name[..length]);
        }
    }
}
