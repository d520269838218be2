namespace Routeur.AI.LocalGateway.Http;

/// <summary>An operation of the service's API.</summary>
internal sealed record GatewayEndpoint(string Method, string Path, Func<GatewayCall, Task> HandleAsync);
