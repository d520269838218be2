namespace Routeur.AI.LocalGateway.Http;

/// <summary>An operation of the service's API.</summary>
internal sealed record GatewayEndpoint(string Method, string Path, Func<GatewayCall, Task> HandleAsync)
{
    /// <summary>Whether it takes no key, and counts against no limit.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether a request of it leaves a trace.</summary>
    public bool IsTraced { get; init; }
}
