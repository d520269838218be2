namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>
/// International bank account numbers: two capitals, two check digits, and 11 to 30 more letters and digits, together or with single
/// spaces between groups, whose remainder by 97 is 1.
/// </summary>
internal sealed class IbanDetector : ITextDetector
{
    private const int Shortest = 15;
    private const int Longest = 34;

    public IReadOnlyList<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        for (int i = 0; i + Shortest <= text.Length;)
        {
            int end = BeginsIban(text, i) ? EndOfIban(text, i) : i;
            if (end > i)
            {
                found.Add(new TextSpan(i, end - i));
                i = end;
            }
            else
            {
                i++;
            }
        }

        return found;
    }

    private static bool BeginsIban(string text, int at) =>
        char.IsAsciiLetterUpper(text[at])
        && char.IsAsciiLetterUpper(text[at + 1])
        && char.IsAsciiDigit(text[at + 2])
        && char.IsAsciiDigit(text[at + 3])
        && !IsPart(text, at - 1);

    // Capitals that follow may be the next word: the longest end at which the check digits fit is taken.
    private static int EndOfIban(string text, int start)
    {
        Span<char> characters = stackalloc char[Longest];
        int count = 0;
        int end = start;
        for (int i = start; i < text.Length && count < Longest; i++)
        {
            if (IsPart(text, i))
            {
                characters[count++] = text[i];
                if (count >= Shortest && !IsPart(text, i + 1) && IsValid(characters[..count]))
                {
                    end = i + 1;
                }
            }
            else if (text[i] != ' ' || !IsPart(text, i + 1))
            {
                break;
            }
        }

        return end;
    }

    private static bool IsValid(ReadOnlySpan<char> iban)
    {
        int remainder = 0;
        for (int i = 0; i < iban.Length; i++)
        {
            // The first four characters count as the last ones, and letters as 10 to 35.
            char c = iban[(i + 4) % iban.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }

    private static bool IsPart(string text, int at) =>
        at >= 0 && at < text.Length && (char.IsAsciiDigit(text[at]) || char.IsAsciiLetterUpper(text[at]));
}
