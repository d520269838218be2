using Microsoft.Extensions.Hosting;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>A host that listens to no signals: Ctrl+C belongs to the app that the gateway runs in.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
