using System.Text.Json;

namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>What goes to a provider: the caller's body as it is, and the model that routing chose.</summary>
internal sealed record UpstreamRequest(string RequestId, GatewayModel Target, JsonElement Body);
