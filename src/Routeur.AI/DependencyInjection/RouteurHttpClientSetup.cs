using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Routeur.AI.DependencyInjection;

/// <summary>What <see cref="RouteurHttpClient"/> promises. Runs before everything that the app configures under that name.</summary>
internal sealed class RouteurHttpClientSetup(IOptionsMonitor<RouteurOptions> options) : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    private static readonly TimeSpan PooledConnectionLifetime = TimeSpan.FromMinutes(5);

    public void Configure(HttpClientFactoryOptions http) => Configure(Options.DefaultName, http);

    public void Configure(string? name, HttpClientFactoryOptions http)
    {
        if (name != RouteurHttpClient.Name)
        {
            return;
        }

        // The clients are singletons and keep their HttpClient: PooledConnectionLifetime does what a new handler would do.
        http.HandlerLifetime = Timeout.InfiniteTimeSpan;
        http.HttpClientActions.Add(client => client.Timeout = Timeout.InfiniteTimeSpan);
        http.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = options.Get(Options.DefaultName).ConnectTimeout,
            PooledConnectionLifetime = PooledConnectionLifetime,
        });
    }
}
