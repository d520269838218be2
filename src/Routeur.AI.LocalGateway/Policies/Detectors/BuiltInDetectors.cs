using System.Net;
using System.Net.Sockets;

namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>
/// What the gateway can find by itself. The service keeps such detectors too, under names that no page lists: names and definitions are
/// ours.
/// </summary>
internal static class BuiltInDetectors
{
    public static readonly ITextDetector Card = new CardNumberDetector();

    public static readonly ITextDetector Iban = new IbanDetector();

    public static readonly ITextDetector Email =
        new RegexDetector("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)*[.][A-Za-z]{2,24}");

    // International numbers of 8 to 15 digits, and the ten digits of North America.
    public static readonly ITextDetector Phone = new AnyDetector(
        new RegexDetector("[+][1-9][0-9 ().-]{6,20}[0-9]", static (text, span) => Digits(text, span) is >= 8 and <= 15),
        new RegexDetector(@"\(?\b[2-9][0-9]{2}(?:\) ?|[ .-])[0-9]{3}[ .-][0-9]{4}\b"));

    // Area 000, 666 and 900 up, group 00 and serial 0000 are never given out.
    public static readonly ITextDetector UsSsn = new RegexDetector(
        @"\b[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}\b",
        static (text, span) => text.AsSpan(span.Start, 3) is not ("000" or "666")
            && text.AsSpan(span.Start + 4, 2) is not "00"
            && text.AsSpan(span.Start + 7, 4) is not "0000");

    public static readonly ITextDetector IpAddress = new AnyDetector(
        new RegexDetector(@"\b[0-9]{1,3}(?:[.][0-9]{1,3}){3}\b", static (text, span) => IsAddress(text, span, AddressFamily.InterNetwork)),
        new RegexDetector("[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}", static (text, span) => IsAddress(text, span, AddressFamily.InterNetworkV6)));

    // The prefixes under which well-known services give out their keys, the service's own among them [/guides/authentication].
    public static readonly ITextDetector ApiKey = new RegexDetector(
        @"\b(?:rtr_[A-Za-z0-9_]{8,}|sk-[A-Za-z0-9_-]{20,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|A[KS]IA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}"
        + "|gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,})");

    public static readonly ITextDetector Jwt = new RegexDetector(@"\beyJ[A-Za-z0-9_-]{8,}[.]eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{16,}");

    public static readonly ITextDetector PrivateKey = new PrivateKeyDetector();

    public static readonly ITextDetector PromptInjection = new AnyDetector(
        Phrase(@"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|system|your)\b"
            + @"[^.\n]{0,40}\b(?:instructions?|prompts?|rules?|messages?|guidelines?)\b"),
        Phrase(@"\b(?:reveal|print|repeat|output|leak)\b[^.\n]{0,40}\b(?:system|hidden|initial) (?:prompt|instructions?|message)\b"),
        Phrase(@"\byou are now\b[^.\n]{0,40}\b(?:dan|developer mode|jailbroken|unrestricted|unfiltered)\b"),
        Phrase(@"\bnew system (?:prompt|instructions?) ?:"),
        Phrase(@"<[|]im_start[|]>\s*system|<<SYS>>"));

    public static readonly ITextDetector UnsafeCode = new AnyDetector(
        Phrase(@"\brm\s+(?:-{1,2}[a-z-]+\s+)*(?:-[a-z]*r[a-z]*f[a-z]*|-[a-z]*f[a-z]*r[a-z]*|-r\s+-f|-f\s+-r|--recursive\s+--force)\s+[^\s;|&`]+"),
        Phrase(@"\bmkfs(?:[.][a-z0-9]+)?\s+[^\n]{0,80}/dev/[a-z0-9]+"),
        Phrase(@"\bdd\s+[^\n]{0,80}\bof=/dev/[a-z0-9]+"),
        Phrase(@">\s*/dev/(?:sd|hd|nvme|vd)[a-z0-9]+"),
        Phrase(@":\(\)\s*\{\s*:\s*[|]\s*:\s*&\s*\}\s*;\s*:"),
        Phrase(@"\bchmod\s+-R\s+[0-7]{3,4}\s+/(?:\s|$)"),
        Phrase(@"\bformat\s+[a-z]:"),
        Phrase(@"\b(?:del|erase|rd|rmdir)\s+(?:/[a-z]\s+)+[a-z]:\\"),
        Phrase(@"\bRemove-Item\b[^\n]{0,80}\s-Recurse\b"),
        Phrase(@"\b(?:DROP\s+(?:TABLE|DATABASE|SCHEMA)|TRUNCATE\s+TABLE)\s+[^\s;]+"));

    private static RegexDetector Phrase(string pattern) => new(pattern, ignoreCase: true);

    private static int Digits(string text, TextSpan span)
    {
        int digits = 0;
        foreach (char c in text.AsSpan(span.Start, span.Length))
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits;
    }

    // What only looks like an address is part of something longer: a::b in code, a version, a time of day.
    private static bool IsAddress(string text, TextSpan span, AddressFamily family) =>
        (span.Start == 0 || !char.IsLetterOrDigit(text[span.Start - 1]))
        && (span.End == text.Length || !char.IsLetterOrDigit(text[span.End]))
        && span.Length > 2
        && IPAddress.TryParse(text.AsSpan(span.Start, span.Length), out IPAddress? address)
        && address.AddressFamily == family;
}
