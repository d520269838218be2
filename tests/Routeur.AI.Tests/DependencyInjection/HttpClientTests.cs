using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class HttpClientTests
{
    [Fact]
    public void The_HttpClient_has_no_time_out_of_its_own_follows_no_redirect_keeps_no_cookies_and_rotates_its_connections()
    {
        IConfigurationRoot configuration = OfficialCalls.Configuration;
        configuration["Routeur:ConnectTimeout"] = "00:00:03";
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), configuration);
        using HttpClient client = services.GetRequiredService<IHttpClientFactory>().CreateClient(RouteurHttpClient.Name);
        SocketsHttpHandler handler = PrimaryHandler(services);

        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Equal(TimeSpan.FromSeconds(3), handler.ConnectTimeout);
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        Assert.Equal(Timeout.InfiniteTimeSpan, HttpOptions(services).HandlerLifetime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_app_configures_under_the_name_wins_and_serves_every_client(bool configuredFirst)
    {
        StubHandler network = StubHandler.Json(OfficialCalls.Answer);
        var seen = new List<string>();
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                if (configuredFirst)
                {
                    ConfigureHttp(s);
                }

                s.AddRouteurChatClient();
                s.AddKeyedRouteurChatClient("cheap");
                if (!configuredFirst)
                {
                    ConfigureHttp(s);
                }
            },
            OfficialCalls.Configuration);

        await OfficialCalls.CallAsync(services);
        await OfficialCalls.CallAsync(services, "cheap");

        Assert.Equal(2, network.Requests.Count);
        Assert.Equal(["/v1/chat/completions", "/v1/chat/completions"], seen);

        void ConfigureHttp(IServiceCollection s) => s.AddHttpClient(RouteurHttpClient.Name)
            .ConfigurePrimaryHttpMessageHandler(() => network)
            .AddHttpMessageHandler(() => new WatchingHandler(seen));
    }

    [Fact]
    public async Task Handlers_for_all_clients_of_the_app_hold_here_too()
    {
        StubHandler network = StubHandler.Json(OfficialCalls.Answer);
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient();
                s.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => network));
            },
            OfficialCalls.Configuration);

        await OfficialCalls.CallAsync(services);

        Assert.Single(network.Requests);
    }

    [Fact]
    public void A_connect_time_out_that_a_shared_pool_cannot_honour_is_logged()
    {
        using var logs = new CapturedLogs();
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddKeyedRouteurChatClient("same");
                s.AddKeyedRouteurChatClient("cheap", o => o.ConnectTimeout = TimeSpan.FromSeconds(2));
            },
            OfficialCalls.Configuration,
            logs);

        services.GetRequiredKeyedService<RouteurClient>("same");
        Assert.DoesNotContain(logs.Entries, e => e.Level == LogLevel.Warning);

        services.GetRequiredKeyedService<RouteurClient>("cheap");
        CapturedLog warning = Assert.Single(logs.Entries, e => e.Level == LogLevel.Warning);
        Assert.Contains("cheap", warning.Text, StringComparison.Ordinal);
        Assert.Contains("00:00:10", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_standard_resilience_handler_can_do_the_retries_instead()
    {
        int attempts = 0;
        var network = new StubHandler(_ => attempts++ == 0
            ? StubHandler.Response("{}", status: HttpStatusCode.ServiceUnavailable)
            : StubHandler.Response(OfficialCalls.Answer));
        using ServiceProvider services = OfficialCalls.Build(
            s =>
            {
                s.AddRouteurChatClient(o => o.MaxRetries = 0);
                s.AddHttpClient(RouteurHttpClient.Name).AddStandardResilienceHandler(o =>
                {
                    o.Retry.Delay = TimeSpan.Zero;
                    o.AttemptTimeout.Timeout = TimeSpan.FromMinutes(5);
                    o.TotalRequestTimeout.Timeout = TimeSpan.FromMinutes(16);
                    o.CircuitBreaker.SamplingDuration = TimeSpan.FromMinutes(10);
                });
            },
            network,
            OfficialCalls.Configuration);

        Assert.Equal("Hello", await OfficialCalls.CallAsync(services));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_resilience_handler_that_the_app_gives_to_all_clients_can_be_taken_away_here()
    {
        StubHandler network = StubHandler.Json("{}", HttpStatusCode.ServiceUnavailable);
        using ServiceProvider services = OfficialCalls.Build(
            s =>
            {
                s.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(o => o.Retry.Delay = TimeSpan.Zero));
                s.AddRouteurChatClient();
#pragma warning disable EXTEXP0001 // The documentation recommends it, so it must work.
                s.AddHttpClient(RouteurHttpClient.Name).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
            },
            network,
            OfficialCalls.Configuration);

        await Assert.ThrowsAsync<RouteurException>(() => OfficialCalls.CallAsync(services));

        Assert.Single(network.Requests);
    }

    private static HttpClientFactoryOptions HttpOptions(IServiceProvider services) =>
        services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(RouteurHttpClient.Name);

    private static SocketsHttpHandler PrimaryHandler(IServiceProvider services)
    {
        using IServiceScope scope = services.CreateScope();
        var builder = scope.ServiceProvider.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = RouteurHttpClient.Name;
        foreach (Action<HttpMessageHandlerBuilder> action in HttpOptions(services).HttpMessageHandlerBuilderActions)
        {
            action(builder);
        }

        return Assert.IsType<SocketsHttpHandler>(builder.PrimaryHandler);
    }

    private sealed class WatchingHandler(List<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
