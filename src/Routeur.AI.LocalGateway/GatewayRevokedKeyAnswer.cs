namespace Routeur.AI.LocalGateway;

/// <summary>What a revoked key gets: the service's own pages disagree.</summary>
public enum GatewayRevokedKeyAnswer
{
    /// <summary>403 <c>forbidden</c> [/guides/authentication].</summary>
    Forbidden,

    /// <summary>401 <c>invalid_api_key</c> [/api-reference/api-keys/revoke].</summary>
    InvalidApiKey,
}
