namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>
/// Payment card numbers: 13 to 19 digits that begin with 2 to 6 and have a valid check digit (Luhn), written together or in groups with a
/// space or a hyphen between them. A number may stand beside other groups of digits.
/// </summary>
internal sealed class CardNumberDetector : ITextDetector
{
    private const int Shortest = 13;
    private const int Longest = 19;

    public IReadOnlyList<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        for (int i = 0; i < text.Length;)
        {
            int end = char.IsAsciiDigit(text[i]) && BeginsGroup(text, i) ? EndOfCard(text, i) : i;
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

    // The longest card that begins here and ends with a group of digits; or the start itself.
    private static int EndOfCard(string text, int start)
    {
        if (text[start] is < '2' or > '6')
        {
            return start;
        }

        Span<int> digits = stackalloc int[Longest];
        int count = 0;
        int end = start;
        for (int i = start; i < text.Length && count < Longest; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits[count++] = text[i] - '0';
                if (count >= Shortest && !IsDigit(text, i + 1) && PassesLuhn(digits[..count]))
                {
                    end = i + 1;
                }
            }
            else if (!IsSeparator(text[i]) || !IsDigit(text, i + 1))
            {
                break;
            }
        }

        return end;
    }

    private static bool PassesLuhn(ReadOnlySpan<int> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)];
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static bool BeginsGroup(string text, int at) => !IsDigit(text, at - 1);

    private static bool IsDigit(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiDigit(text[at]);

    private static bool IsSeparator(char c) => c is ' ' or '-' or '\u00A0';
}
