using System.Collections.Concurrent;

namespace Routeur.AI.LocalGateway.Routing;

/// <summary>Each organisation's rules; all start with the same ones.</summary>
internal sealed class RouteTables(IReadOnlyList<GatewayRule> rules, TimeProvider time)
{
    // What becomes of the caller's list after the start is no business of the gateway.
    private readonly GatewayRule[] _rules = [.. rules];
    private readonly ConcurrentDictionary<string, RouteTable> _tables = new(StringComparer.Ordinal);

    public RouteTable Of(string organizationId) => _tables.GetOrAdd(organizationId, _ => new RouteTable(_rules, time));
}
