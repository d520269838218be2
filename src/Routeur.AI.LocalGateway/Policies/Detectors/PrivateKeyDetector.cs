namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>Private key blocks, from <c>-----BEGIN … PRIVATE KEY-----</c> to their end; without an end, to the end of the text.</summary>
internal sealed class PrivateKeyDetector : ITextDetector
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 64;

    public IReadOnlyList<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        for (int at = 0; (at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0;)
        {
            int body = EndOfHeader(text, at + Begin.Length);
            if (body < 0)
            {
                at += Begin.Length;
                continue;
            }

            int end = EndOfBlock(text, body);
            found.Add(new TextSpan(at, end - at));
            at = end;
        }

        return found;
    }

    private static int EndOfHeader(string text, int label)
    {
        int length = text.AsSpan(label, Math.Min(LongestLabel, text.Length - label)).IndexOf(Dashes);
        return length >= 0 && text.AsSpan(label, length).Contains("PRIVATE KEY", StringComparison.Ordinal) ? label + length + Dashes.Length : -1;
    }

    private static int EndOfBlock(string text, int body)
    {
        int end = text.IndexOf(End, body, StringComparison.Ordinal);
        int close = end < 0 ? -1 : text.IndexOf(Dashes, end + End.Length, StringComparison.Ordinal);
        return close < 0 ? text.Length : close + Dashes.Length;
    }
}
