namespace Routeur.AI.LocalGateway.Http;

/// <summary>The endpoint that a request means, and what stands for the parameter in its path.</summary>
internal readonly record struct EndpointMatch(GatewayEndpoint? Endpoint, string Parameter, GatewayException? Refusal);
