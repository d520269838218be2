using System.Security.Cryptography;
using System.Text;
using Routeur.AI.LocalGateway.Http;

namespace Routeur.AI.LocalGateway.Keys;

/// <summary>Checks the caller's key [/guides/authentication]. Only a hash of it is kept.</summary>
internal sealed class KeyRing(string apiKey)
{
    public const string Prefix = "rtr_";
    private const string Scheme = "Bearer ";

    private readonly GatewayKey _key = new("key_local", "org_local");
    private readonly byte[] _hash = Hash(apiKey);

    /// <summary>A key that no other gateway has.</summary>
    public static string NewKey() => $"{Prefix}local_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    public GatewayKey Authenticate(string? authorization)
    {
        if (string.IsNullOrWhiteSpace(authorization))
        {
            throw GatewayException.Unauthorized("missing bearer token");
        }

        string token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw GatewayException.Unauthorized("malformed bearer token: expected Bearer rtr_…");
        }

        return CryptographicOperations.FixedTimeEquals(Hash(token), _hash) ? _key : throw GatewayException.Unauthorized("unknown API key");
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
