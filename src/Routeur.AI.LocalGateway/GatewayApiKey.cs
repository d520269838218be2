namespace Routeur.AI.LocalGateway;

/// <summary>A key that a gateway knows from its start, beside <see cref="RouteurLocalGatewayOptions.ApiKey"/>.</summary>
public sealed record GatewayApiKey
{
    /// <summary>The secret that clients send: it begins with <c>rtr_</c>. The gateway keeps a hash of it only.</summary>
    public required string Key { get; init; }

    /// <summary>The label [/api-reference/api-keys/create].</summary>
    public required string Name { get; init; }

    /// <summary>What traces call it, and what <c>DELETE /v1/api-keys/{id}</c> takes. Null, the default: made up, <c>key_…</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Whose it is: an id of <see cref="RouteurLocalGatewayOptions.Organizations"/>. Default <c>org_local</c>, which always exists.</summary>
    public string OrganizationId { get; init; } = GatewayOrganization.DefaultId;

    /// <summary>Whether the key was revoked already. Default false.</summary>
    public bool Revoked { get; init; }

    /// <summary>Its requests per minute, at least 1. Null, the default: <see cref="RouteurLocalGatewayOptions.RequestsPerMinute"/>.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Its tokens per minute, at least 1. Null, the default: <see cref="RouteurLocalGatewayOptions.TokensPerMinute"/>.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>The name and the id, not the secret.</summary>
    public override string ToString() => $"{Name} ({Id ?? "no id"})";
}
