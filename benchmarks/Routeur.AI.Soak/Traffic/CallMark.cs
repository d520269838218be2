using System.Globalization;

namespace Routeur.AI.Soak.Traffic;

/// <summary>How a prompt tells the gateway which call it is: <c>soak:plain:42:</c>.</summary>
internal readonly record struct CallMark(string Kind, long Number)
{
    private const string Prefix = "soak:";

    /// <summary>The mark in a request's body.</summary>
    /// <exception cref="FormatException">There is none: the body is not what was sent.</exception>
    public static CallMark Find(string body)
    {
        int start = body.IndexOf(Prefix, StringComparison.Ordinal);
        string[] parts = start < 0 ? [] : body[start..Math.Min(body.Length, start + 80)].Split(':', 4);
        return parts.Length == 4 && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? new(parts[1], number)
            : throw new FormatException("The request carries no mark.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Kind}:{Number}:");
}
