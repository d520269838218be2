namespace Routeur.AI.LocalGateway.Keys;

/// <summary>A key as the gateway knows it: everything but the secret. Safe for use by several threads.</summary>
internal sealed class GatewayKey
{
    private readonly object _gate = new();
    private DateTimeOffset? _revokedAt;

    public required string Id { get; init; }

    public required string OrganizationId { get; init; }

    public required string Name { get; init; }

    /// <summary>The secret's first characters, enough to recognise it and too few to guess it.</summary>
    public required string Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int RequestsPerMinute { get; init; }

    public required int TokensPerMinute { get; init; }

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? RevokedAt
    {
        get
        {
            lock (_gate)
            {
                return _revokedAt;
            }
        }
    }

    /// <summary>Revokes it for good. A second time changes nothing.</summary>
    public void Revoke(DateTimeOffset now)
    {
        lock (_gate)
        {
            _revokedAt ??= now;
        }
    }
}
