using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;
using static Routeur.AI.LocalGateway.Hosting.OptionException;

namespace Routeur.AI.LocalGateway.Keys;

/// <summary>
/// Every key of the gateway, and whose it is [/guides/authentication]. Of the secrets only hashes are kept. Safe for use by several threads.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>The most keys, revoked ones included, that an organisation may have when another one is to be made, so that a caller cannot fill the memory.</summary>
    public const int MaxKeys = 1000;

    private const string Scheme = "Bearer ";
    private const string FirstId = "key_local";
    private const string FirstName = "local";

    private readonly object _gate = new();
    private readonly Dictionary<string, GatewayKey> _byHash = new(StringComparer.Ordinal);
    private readonly List<GatewayKey> _inOrder = [];
    private readonly Dictionary<string, bool> _disabled;
    private readonly GatewayRevokedKeyAnswer _revokedKeyAnswer;
    private readonly (int Requests, int Tokens) _caps;
    private readonly TimeProvider _time;

    /// <exception cref="OptionException">A key or an organisation is wrong; the message never says a secret.</exception>
    public KeyRing(RouteurLocalGatewayOptions options, string apiKey)
    {
        _revokedKeyAnswer = options.RevokedKeyAnswer;
        _caps = (options.RequestsPerMinute, options.TokensPerMinute);
        _time = options.TimeProvider;
        _disabled = Organizations(options.Organizations);
        Add(new GatewayApiKey { Key = apiKey, Name = FirstName, Id = FirstId }, "ApiKey");
        foreach ((GatewayApiKey key, string place) in Items(options.Keys, "Keys"))
        {
            Check(key, place);
            Add(key, place);
        }
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    public GatewayKey Authenticate(string? authorization)
    {
        if (string.IsNullOrWhiteSpace(authorization))
        {
            throw GatewayException.Unauthorized("missing bearer token");
        }

        string token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        if (!token.StartsWith(KeySecret.Prefix, StringComparison.Ordinal))
        {
            throw GatewayException.Unauthorized("malformed bearer token: expected Bearer rtr_…");
        }

        // A look-up by hash may take longer or shorter: what it gives away is a hash that nobody can turn back.
        string hash = KeySecret.Hash(token);
        GatewayKey? key;
        lock (_gate)
        {
            _byHash.TryGetValue(hash, out key);
        }

        return Check(key ?? throw GatewayException.Unauthorized("unknown API key"));
    }

    /// <summary>Makes a key. Its secret leaves the gateway here, and only here.</summary>
    /// <exception cref="GatewayException">There are <see cref="MaxKeys"/> already.</exception>
    public (GatewayKey Key, string Secret) Create(string organizationId, string name)
    {
        string secret = KeySecret.New();
        var options = new GatewayApiKey { Key = secret, Name = name, OrganizationId = organizationId };
        lock (_gate)
        {
            return _inOrder.Count(k => k.OrganizationId == organizationId) < MaxKeys
                ? (Add(options, "Keys"), secret)
                : throw GatewayException.InvalidRequest(
                    $"the local gateway keeps at most {MaxKeys} keys for an organisation, revoked ones included; start it anew for more");
        }
    }

    /// <summary>The organisation's keys, oldest first, revoked ones too.</summary>
    public GatewayKey[] Of(string organizationId)
    {
        lock (_gate)
        {
            return [.. _inOrder.Where(k => k.OrganizationId == organizationId)];
        }
    }

    /// <summary>Revokes a key of the organisation at once; false if there is none with this id.</summary>
    public bool Revoke(string organizationId, string id)
    {
        GatewayKey? key = Array.Find(Of(organizationId), k => k.Id == id);
        key?.Revoke(Now);
        return key is not null;
    }

    private GatewayKey Check(GatewayKey key)
    {
        if (key.RevokedAt is not null)
        {
            // Two pages, two answers: [/guides/authentication] and [/api-reference/api-keys/revoke].
            throw _revokedKeyAnswer == GatewayRevokedKeyAnswer.Forbidden
                ? GatewayException.Forbidden("the API key is revoked")
                : GatewayException.InvalidApiKey("the API key is revoked");
        }

        return _disabled[key.OrganizationId] ? throw GatewayException.Forbidden("the organisation is disabled") : key;
    }

    private void Check(GatewayApiKey key, string place)
    {
        Require(!string.IsNullOrWhiteSpace(key.Name), $"{place}.Name", "must not be empty");
        Require(KeySecret.IsValid(key.Key), $"{place}.Key", KeySecret.Requirement);
        Require(key.Id is null || !string.IsNullOrWhiteSpace(key.Id), $"{place}.Id", "must not be empty");
        Require(
            _disabled.ContainsKey(key.OrganizationId ?? ""), $"{place}.OrganizationId", $"is '{key.OrganizationId}', which is not among Organizations");
        Require(key.RequestsPerMinute is null or > 0, $"{place}.RequestsPerMinute", "must be at least 1");
        Require(key.TokensPerMinute is null or > 0, $"{place}.TokensPerMinute", "must be at least 1");
    }

    private GatewayKey Add(GatewayApiKey options, string place)
    {
        var key = new GatewayKey
        {
            Id = options.Id ?? KeyFields.IdPrefix + RequestId.New(Now),
            OrganizationId = options.OrganizationId,
            Name = options.Name,
            Prefix = KeySecret.Shown(options.Key),
            CreatedAt = Now,
            RequestsPerMinute = options.RequestsPerMinute ?? _caps.Requests,
            TokensPerMinute = options.TokensPerMinute ?? _caps.Tokens,
        };
        if (options.Revoked)
        {
            key.Revoke(Now);
        }

        lock (_gate)
        {
            Require(_inOrder.TrueForAll(k => k.Id != key.Id), $"{place}.Id", $"is '{key.Id}', as that of another key");
            Require(_byHash.TryAdd(KeySecret.Hash(options.Key), key), $"{place}.Key", "is that of another key");
            _inOrder.Add(key);
        }

        return key;
    }

    private static Dictionary<string, bool> Organizations(IReadOnlyList<GatewayOrganization>? organizations)
    {
        var disabled = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach ((GatewayOrganization organization, string place) in Items(organizations, "Organizations"))
        {
            string id = organization.Id;
            Require(!string.IsNullOrWhiteSpace(id), $"{place}.Id", "must not be empty");
            Require(disabled.TryAdd(id, organization.Disabled), $"{place}.Id", $"is '{id}', as that of another organisation");
        }

        disabled.TryAdd(GatewayOrganization.DefaultId, false);
        return disabled;
    }
}
