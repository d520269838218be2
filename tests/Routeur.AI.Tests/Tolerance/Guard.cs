namespace Routeur.AI.Tests.Tolerance;

/// <summary>Ends a test that hangs. Far longer than any test needs on the slowest machine: it says nothing about speed.</summary>
internal static class Guard
{
    public const int Milliseconds = 180_000;
}
