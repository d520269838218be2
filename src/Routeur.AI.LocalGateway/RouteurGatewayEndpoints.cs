using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Routeur.AI.LocalGateway.Hosting;

namespace Routeur.AI.LocalGateway;

/// <summary>Puts a local gateway into an existing ASP.NET Core app.</summary>
public static class RouteurGatewayEndpoints
{
    /// <summary>
    /// Maps a gateway to <c>/v1/…</c>, under whatever prefix the builder has: behind <c>app.MapGroup("/routeur")</c> its base URL for
    /// clients is <c>https://…/routeur/v1</c>.
    /// </summary>
    /// <param name="endpoints">The app, or a group of it.</param>
    /// <param name="options">
    /// How the gateway behaves; null for the defaults. It is read during the call and not kept. The app's server, its shutdown and, unless
    /// <see cref="RouteurLocalGatewayOptions.LoggerFactory"/> is set, its logging are the gateway's;
    /// <see cref="RouteurLocalGatewayOptions.ShutdownTimeout"/> has no effect.
    /// </param>
    /// <returns>The gateway, with its key, its requests and its script.</returns>
    /// <exception cref="ArgumentException">An option is wrong; the message names it. <see cref="RouteurLocalGatewayOptions.Port"/> must be 0.</exception>
    public static MappedRouteurGateway MapRouteurGateway(this IEndpointRouteBuilder endpoints, RouteurLocalGatewayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        options ??= new RouteurLocalGatewayOptions();
        OptionsCheck.Run(options);
        if (options.Port != 0)
        {
            throw new ArgumentException($"Port is {options.Port}; a gateway that is mapped into an app has the app's port.", nameof(options));
        }

        IServiceProvider services = endpoints.ServiceProvider;
        var core = new GatewayCore(
            options,
            options.LoggerFactory ?? services.GetService<ILoggerFactory>(),
            upstream: null,
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        RequestDelegate answer = new MappedBranch(core).HandleAsync;
        return new MappedRouteurGateway(core, endpoints.Map(MappedBranch.Pattern, answer).WithDisplayName("Routeur local gateway"));
    }
}
