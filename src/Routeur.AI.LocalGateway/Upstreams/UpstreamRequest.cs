using System.Text.Json;

namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>What goes to a provider: the caller's body as it is, and the model that routing chose.</summary>
internal sealed record UpstreamRequest(string RequestId, GatewayModel Target, JsonElement Body)
{
    /// <summary>How the provider speaks.</summary>
    public Dialect Dialect { get; init; } = Dialect.Plain;

    /// <summary>Whether the answer goes out as a stream.</summary>
    public bool Stream { get; init; }
}
