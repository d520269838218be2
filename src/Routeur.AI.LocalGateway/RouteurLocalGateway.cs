namespace Routeur.AI.LocalGateway;

/// <summary>The local gateway.</summary>
public sealed class RouteurLocalGateway
{
}
