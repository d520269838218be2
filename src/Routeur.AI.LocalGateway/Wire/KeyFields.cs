namespace Routeur.AI.LocalGateway.Wire;

/// <summary>
/// An API key. <c>name</c> and <c>key</c> [/api-reference/api-keys/create] and <c>id</c> [/api-reference/api-keys/revoke] are documented; the
/// rest of the "metadata" is ours.
/// </summary>
internal static class KeyFields
{
    public const string IdPrefix = "key_";

    public const string Id = "id";
    public const string Name = "name";
    public const string Key = "key";

    public const string Prefix = "prefix";
    public const string CreatedAt = "created_at";
    public const string RevokedAt = "revoked_at";
}
