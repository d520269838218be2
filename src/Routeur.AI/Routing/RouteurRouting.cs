using Routeur.AI.Routing;

namespace Routeur.AI;

/// <summary>Steers every call inside a block of code.</summary>
public static class RouteurRouting
{
    internal static RouteurScope? Current => null;
}
