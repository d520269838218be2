namespace Routeur.AI.LocalGateway.Policies;

/// <summary>Finds something in a text. Safe for use by several threads.</summary>
internal interface ITextDetector
{
    /// <summary>What it found.</summary>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">It ran out of time; whether there is something is unknown.</exception>
    IReadOnlyList<TextSpan> Find(string text);
}
