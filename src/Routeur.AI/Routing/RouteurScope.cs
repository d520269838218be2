namespace Routeur.AI.Routing;

/// <summary>One open ambient scope: a link of the chain that <c>RouteurRouting</c> keeps in an <see cref="AsyncLocal{T}"/>.</summary>
internal sealed class RouteurScope
{
}
