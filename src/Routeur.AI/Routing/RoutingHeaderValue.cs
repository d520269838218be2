using System.Runtime.CompilerServices;

namespace Routeur.AI.Routing;

/// <summary>The rule for what may go into a <c>Routeur-*</c> header: printable ASCII, so that nobody can smuggle in a second header.</summary>
internal static class RoutingHeaderValue
{
    /// <summary>The longest accepted value. Ids are short; a longer value is a mistake, and servers refuse large headers anyway.</summary>
    public const int MaxLength = 256;

    /// <summary>Returns what is wrong with <paramref name="value"/>, as the end of a sentence, or null when it may be sent.</summary>
    public static string? FindProblem(string value)
    {
        if (value.Length > MaxLength)
        {
            return $"is {value.Length} characters long; at most {MaxLength} can go into a header.";
        }

        foreach (char c in value)
        {
            if (c is '\r' or '\n')
            {
                return "contains a line break, which cannot go into a header.";
            }

            if (char.IsControl(c))
            {
                return $"contains the control character U+{(int)c:X4}, which cannot go into a header.";
            }

            if (c > '~')
            {
                return $"contains the character U+{(int)c:X4}; only ASCII can go into a header.";
            }
        }

        return null;
    }

    /// <summary>Returns the trimmed value, or null when it is null or blank.</summary>
    /// <exception cref="ArgumentException">The value cannot go into a header; the message names <paramref name="name"/>.</exception>
    public static string? Check(string? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        value = value.Trim();
        return FindProblem(value) is { } problem ? throw new ArgumentException($"\"{name}\" {problem}", name) : value;
    }
}
