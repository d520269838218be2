using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Routing;

/// <summary>
/// One organisation's rules [/guides/routing-rules]. A change is in force for the next request. Safe for use by several threads.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>The most rules that an organisation may have when another one is to be made, so that a caller cannot fill the memory.</summary>
    public const int MaxRoutes = 1000;

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private volatile RouteRecord[] _all;
    private volatile GatewayRule[] _active;

    public RouteTable(IReadOnlyList<GatewayRule> rules, TimeProvider time)
    {
        _time = time;
        _all = [.. rules.Select(New)];
        _active = Order(_all);
    }

    /// <summary>Every rule in the order in which they were made.</summary>
    public IReadOnlyList<RouteRecord> All => _all;

    /// <summary>The enabled rules in the order in which they are asked.</summary>
    public IReadOnlyList<GatewayRule> Active => _active;

    public RouteRecord? Find(string id) => Array.Find(_all, r => r.Id == id);

    /// <exception cref="GatewayException">The name is taken, or there are <see cref="MaxRoutes"/> already.</exception>
    public RouteRecord Add(GatewayRule rule)
    {
        lock (_gate)
        {
            if (_all.Length >= MaxRoutes)
            {
                throw GatewayException.InvalidRequest($"the local gateway keeps at most {MaxRoutes} routes for an organisation; delete one first");
            }

            RefuseTaken(rule.Name, exceptId: null);
            RouteRecord route = New(rule);
            Set([.. _all, route]);
            return route;
        }
    }

    /// <summary>Changes a rule, in its place.</summary>
    /// <returns>The changed one, or null if there is none with this id.</returns>
    /// <exception cref="GatewayException">The name is taken, or <paramref name="change"/> refuses.</exception>
    public RouteRecord? Update(string id, Func<GatewayRule, GatewayRule> change)
    {
        lock (_gate)
        {
            if (Find(id) is not { } before)
            {
                return null;
            }

            GatewayRule rule = change(before.Rule);
            RefuseTaken(rule.Name, id);
            RouteRecord after = before with { Rule = rule, UpdatedAt = _time.GetUtcNow() };
            Set([.. _all.Select(r => r.Id == id ? after : r)]);
            return after;
        }
    }

    /// <summary>Removes a rule; false if there is none with this id.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            bool there = Find(id) is not null;
            Set([.. _all.Where(r => r.Id != id)]);
            return there;
        }
    }

    private RouteRecord New(GatewayRule rule)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return new RouteRecord(RouteFields.IdPrefix + RequestId.New(now), rule, now, now);
    }

    // Names are unique in an organisation [/api-reference/routes/create]; the error for a second one is not documented.
    private void RefuseTaken(string name, string? exceptId)
    {
        if (Array.Exists(_all, r => r.Rule.Name == name && r.Id != exceptId))
        {
            throw GatewayException.InvalidRequest($"name '{name}' is taken");
        }
    }

    private void Set(RouteRecord[] all)
    {
        _all = all;
        _active = Order(all);
    }

    // OrderBy is stable: equal priorities keep the order in which they were made.
    private static GatewayRule[] Order(RouteRecord[] all) =>
        [.. all.Select(r => r.Rule).Where(r => r.Enabled).OrderByDescending(r => r.Priority)];
}
