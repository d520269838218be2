using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>Kestrel on 127.0.0.1, deaf to the environment: no variable, file or argument changes what it does.</summary>
internal static class LoopbackHost
{
    public static WebApplication Build(RouteurLocalGatewayOptions options, RequestDelegate answer)
    {
        // The empty builder reads no configuration; names that it would find out by itself are given.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LoopbackHost).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options.Port));
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        if (options.LoggerFactory is { } loggerFactory)
        {
            builder.Services.AddSingleton<ILoggerFactory>(new HostLoggerFactory(loggerFactory));
            answer = new LoggedRequests(answer, loggerFactory.CreateLogger<RouteurLocalGateway>(), options.TimeProvider).HandleAsync;
        }

        WebApplication app = builder.Build();
        app.Run(answer);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);

        // The gateway has a limit of its own, and a client that stands in a debugger is not a slow attacker.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
    }
}
