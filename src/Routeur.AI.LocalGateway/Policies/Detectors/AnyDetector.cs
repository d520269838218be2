namespace Routeur.AI.LocalGateway.Policies.Detectors;

/// <summary>Several detectors as one. Where they find the same place, the longest match counts, and once.</summary>
internal sealed class AnyDetector(params ITextDetector[] detectors) : ITextDetector
{
    public IReadOnlyList<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        foreach (TextSpan span in detectors.SelectMany(d => d.Find(text)).OrderBy(s => s.Start).ThenByDescending(s => s.Length))
        {
            if (found.Count == 0 || span.Start >= found[^1].End)
            {
                found.Add(span);
            }
            else if (span.End > found[^1].End)
            {
                // Two that overlap are one longer one: nothing of either may stay behind.
                found[^1] = new TextSpan(found[^1].Start, span.End - found[^1].Start);
            }
        }

        return found;
    }
}
