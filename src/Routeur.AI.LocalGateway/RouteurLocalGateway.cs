using Microsoft.AspNetCore.Builder;
using Routeur.AI.LocalGateway.Hosting;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway;

/// <summary>
/// A local stand-in for the gateway of routeur.ai, with a simulated model behind it: it listens on 127.0.0.1, and needs no key of the
/// service, no network and no money. Many can run in one process. Safe for use by several threads.
/// </summary>
/// <remarks>
/// It behaves as the service's documentation says; where that is silent, the package's README says what the gateway does. Disposing it
/// lets answers that are under way come to their end (see <see cref="RouteurLocalGatewayOptions.ShutdownTimeout"/>) and frees the port.
/// </remarks>
public sealed class RouteurLocalGateway : RouteurGateway, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private RouteurLocalGateway(GatewayCore core, WebApplication app, CancellationTokenSource stopping)
        : base(core)
    {
        _app = app;
        _stopping = stopping;
        Endpoint = new Uri(app.Urls.Single() + "/v1");
    }

    /// <summary>The base URL for clients: <c>http://127.0.0.1:&lt;port&gt;/v1</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a gateway; it serves as soon as the task completes.</summary>
    /// <param name="options">How it behaves; null for the defaults. It is read during the call and not kept.</param>
    /// <param name="cancellationToken">Stops the start, not the gateway.</param>
    /// <returns>The running gateway. Whoever started it disposes it.</returns>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<RouteurLocalGateway> StartAsync(
        RouteurLocalGatewayOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RouteurLocalGatewayOptions();
        OptionsCheck.Run(options);
        return await StartAsync(options, upstream: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the gateway: takes no more requests, finishes answers that are under way without their delays, and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<RouteurLocalGateway> StartAsync(
        RouteurLocalGatewayOptions options, IUpstream? upstream, CancellationToken cancellationToken)
    {
        var stopping = new CancellationTokenSource();
        var core = new GatewayCore(options, options.LoggerFactory, upstream, stopping.Token);
        WebApplication app = LoopbackHost.Build(options, core.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new RouteurLocalGateway(core, app, stopping);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
