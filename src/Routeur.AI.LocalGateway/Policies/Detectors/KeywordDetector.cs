namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>A literal text, without regard to case [/guides/dlp].</summary>
internal sealed class KeywordDetector(string keyword) : ITextDetector
{
    public IReadOnlyList<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        for (int at = 0; (at = text.IndexOf(keyword, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += keyword.Length)
        {
            found.Add(new TextSpan(at, keyword.Length));
        }

        return found;
    }
}
