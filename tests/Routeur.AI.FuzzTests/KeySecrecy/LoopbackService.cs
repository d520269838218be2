using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Routeur.AI.FuzzTests.KeySecrecy;

/// <summary>A real server on a loopback port, so that the real HTTP stack with all its diagnostics is in between.</summary>
internal sealed class LoopbackService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private LoopbackService(WebApplication app) => _app = app;

    /// <summary>How many requests came.</summary>
    public int Requests => _requests;

    public Uri Address { get; private set; } = null!;

    public static async Task<LoopbackService> StartAsync(Func<HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new LoopbackService(builder.Build());
        service._app.Run(context =>
        {
            Interlocked.Increment(ref service._requests);
            return answer(context);
        });
        await service._app.StartAsync();
        service.Address = new Uri(service._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
