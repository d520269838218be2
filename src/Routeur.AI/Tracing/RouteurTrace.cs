namespace Routeur.AI;

/// <summary>Where a call went, why, and what it cost.</summary>
public sealed class RouteurTrace
{
}
