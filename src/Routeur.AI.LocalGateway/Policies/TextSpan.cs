namespace Routeur.AI.LocalGateway.Policies;

/// <summary>A part of a text, never empty.</summary>
internal readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;
}
