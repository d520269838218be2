using System.Text;

namespace Routeur.AI.LocalGateway.Policies;

/// <summary>
/// What the prompt says, letters and digits only, so that "+32 2 555 01 23" in an answer is known from "+3225550123" in the prompt.
/// </summary>
internal sealed class PromptIndex
{
    private const char Boundary = '\n';

    private readonly StringBuilder _texts = new();
    private string? _all;

    public void Add(string text)
    {
        _texts.Append(Canonical(text)).Append(Boundary);
        _all = null;
    }

    public bool Holds(ReadOnlySpan<char> value)
    {
        _all ??= _texts.ToString();
        return _all.Contains(Canonical(value), StringComparison.Ordinal);
    }

    private static string Canonical(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                result.Append(char.ToLowerInvariant(c));
            }
        }

        return result.ToString();
    }
}
