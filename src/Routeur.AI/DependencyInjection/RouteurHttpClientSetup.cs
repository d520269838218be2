using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Routeur.AI.Pipeline;

namespace Routeur.AI.DependencyInjection;

/// <summary>What <see cref="RouteurHttpClient"/> promises. Runs before everything that the app configures under that name.</summary>
internal sealed class RouteurHttpClientSetup(IOptionsMonitor<RouteurOptions> options) : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    public void Configure(HttpClientFactoryOptions http) => Configure(Options.DefaultName, http);

    public void Configure(string? name, HttpClientFactoryOptions http)
    {
        if (name != RouteurHttpClient.Name)
        {
            return;
        }

        // The clients are singletons and keep their HttpClient: its connections are rotated instead of its handlers.
        http.HandlerLifetime = Timeout.InfiniteTimeSpan;
        http.HttpClientActions.Add(client => client.Timeout = Timeout.InfiniteTimeSpan);
        http.HttpMessageHandlerBuilderActions.Add(
            builder => builder.PrimaryHandler = RouteurHttp.CreateHandler(options.Get(Options.DefaultName).ConnectTimeout));
    }
}
