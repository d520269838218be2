using Microsoft.AspNetCore.Builder;
using Routeur.AI.LocalGateway.Hosting;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// A local gateway that is an endpoint of an ASP.NET Core app (<see cref="RouteurGatewayEndpoints.MapRouteurGateway"/>). It ends with the
/// app. Conventions, for example <c>AllowAnonymous()</c> or <c>RequireHost()</c>, can be added as to any endpoint.
/// </summary>
public sealed class MappedRouteurGateway : RouteurGateway, IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder _endpoint;

    internal MappedRouteurGateway(GatewayCore core, IEndpointConventionBuilder endpoint)
        : base(core) => _endpoint = endpoint;

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _endpoint.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _endpoint.Finally(finallyConvention);
}
