namespace Routeur.AI.LocalGateway.Keys;

/// <summary>Who is calling: the ids that a trace record names [/api-reference/traces/object].</summary>
internal sealed record GatewayKey(string Id, string OrganizationId);
