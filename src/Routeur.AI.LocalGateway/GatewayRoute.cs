namespace Routeur.AI.LocalGateway;

/// <summary>Where a request goes, and why.</summary>
/// <param name="Target">The model that was chosen.</param>
/// <param name="RequestedModel">What the caller wrote into <c>model</c>.</param>
/// <param name="Reason">
/// The <c>route_reason</c>: <c>default</c> or <c>rule:&lt;name&gt;</c> [/guides/traces]; <c>header</c> and <c>explicit</c>, where the service's
/// documentation names no value, are the gateway's choice.
/// </param>
public sealed record GatewayRoute(GatewayModel Target, string RequestedModel, string Reason)
{
    /// <summary>The provider that was chosen.</summary>
    public string Provider => Target.Provider;

    /// <summary>The id of the model that was chosen.</summary>
    public string Model => Target.Id;
}
