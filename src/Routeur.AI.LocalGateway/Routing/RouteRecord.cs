namespace Routeur.AI.LocalGateway.Routing;

/// <summary>A rule with what the gateway knows about it beside [/api-reference/routes/object]. Immutable.</summary>
internal sealed record RouteRecord(string Id, GatewayRule Rule, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
