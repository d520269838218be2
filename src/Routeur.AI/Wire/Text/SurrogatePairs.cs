using System.Text;

namespace Routeur.AI.Wire;

/// <summary>Makes text valid UTF-16, so that whoever serialises it later does not crash on half a surrogate pair.</summary>
internal static class SurrogatePairs
{
    /// <summary>Returns <paramref name="text"/> with each half pair replaced by U+FFFD; the same instance when there is none.</summary>
    public static string Repair(string text)
    {
        if (FindHalf(text) < 0)
        {
            return text;
        }

        return string.Create(text.Length, text, static (target, source) =>
        {
            source.CopyTo(target);
            while (FindHalf(target) is >= 0 and int at)
            {
                target[at] = '\uFFFD';
                target = target[(at + 1)..];
            }
        });
    }

    /// <summary>
    /// Returns JSON text with each escaped half pair (<c>\ud83d</c> alone) replaced by <c>\ufffd</c>. <see cref="System.Text.Json.JsonElement"/>
    /// accepts such escapes when it parses and throws when they are read.
    /// </summary>
    public static string RepairEscapes(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        var repaired = new StringBuilder(json);
        for (int i = 0; i + 1 < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                continue;
            }

            int escape = i;
            i++;
            if (json[i] != 'u' || !TryParse(json, escape, out char c) || !char.IsSurrogate(c))
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && TryParse(json, escape + 6, out char next) && char.IsLowSurrogate(next))
            {
                i = escape + 11;
                continue;
            }

            for (int digit = 0; digit < 4; digit++)
            {
                repaired[escape + 2 + digit] = "fffd"[digit];
            }

            i = escape + 5;
        }

        return repaired.ToString();
    }

    /// <summary>The position of the first half pair, or -1.</summary>
    public static int FindHalf(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
        {
            return -1;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return i;
            }

            i++;
        }

        return -1;
    }

    private static bool TryParse(string json, int at, out char c)
    {
        c = default;
        if (at + 6 > json.Length || json[at] != '\\' || json[at + 1] != 'u' ||
            !ushort.TryParse(json.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort value))
        {
            return false;
        }

        c = (char)value;
        return true;
    }
}
