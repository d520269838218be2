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
    private const string Key = TestClients.Key;
    private const string Answer =
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IConfigurationRoot Configuration => TestContainer.Configuration(
        ("Routeur:ApiKey", Key), ("Routeur:Endpoint", "http://127.0.0.1:9/v1"), ("Routeur:MaxRetries", "0"));

    [Fact]
    public void The_HttpClient_has_no_time_out_of_its_own_follows_no_redirect_and_rotates_its_connections()
    {
        IConfigurationRoot configuration = Configuration;
        configuration["Routeur:ConnectTimeout"] = "00:00:03";
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), configuration);
        using HttpClient client = services.GetRequiredService<IHttpClientFactory>().CreateClient(RouteurHttpClient.Name);
        SocketsHttpHandler handler = PrimaryHandler(services);

        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
        Assert.False(handler.AllowAutoRedirect);
        Assert.Equal(TimeSpan.FromSeconds(3), handler.ConnectTimeout);
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        Assert.Equal(Timeout.InfiniteTimeSpan, HttpOptions(services).HandlerLifetime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_app_configures_under_the_name_wins_and_serves_every_client(bool configuredFirst)
    {
        StubHandler network = StubHandler.Json(Answer);
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
            Configuration);

        await CallAsync(services);
        await CallAsync(services, "cheap");

        Assert.Equal(2, network.Requests.Count);
        Assert.Equal(["/v1/chat/completions", "/v1/chat/completions"], seen);

        void ConfigureHttp(IServiceCollection s) => s.AddHttpClient(RouteurHttpClient.Name)
            .ConfigurePrimaryHttpMessageHandler(() => network)
            .AddHttpMessageHandler(() => new WatchingHandler(seen));
    }

    [Fact]
    public async Task Handlers_for_all_clients_of_the_app_hold_here_too()
    {
        StubHandler network = StubHandler.Json(Answer);
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient();
                s.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => network));
            },
            Configuration);

        await CallAsync(services);

        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task Key_and_endpoint_change_between_two_calls_on_one_client()
    {
        StubHandler network = StubHandler.Json(Answer);
        IConfigurationRoot configuration = Configuration;
        using ServiceProvider services = Build(s => s.AddRouteurChatClient(), network, configuration);

        await CallAsync(services);
        configuration["Routeur:ApiKey"] = "rtr_second";
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:10";
        configuration.Reload();
        await CallAsync(services);
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:11/v3/";
        configuration.Reload();
        await CallAsync(services);

        Assert.Equal(
            ["http://127.0.0.1:9/v1/chat/completions", "http://127.0.0.1:10/chat/completions", "http://127.0.0.1:11/v3/chat/completions"],
            network.Requests.Select(r => r.Uri.AbsoluteUri));
        Assert.Equal(["Bearer " + Key, "Bearer rtr_second", "Bearer rtr_second"], network.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task An_endpoint_without_a_path_can_be_changed_too()
    {
        StubHandler network = StubHandler.Json(Answer);
        IConfigurationRoot configuration = Configuration;
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:9";
        using ServiceProvider services = Build(s => s.AddRouteurChatClient(), network, configuration);

        await CallAsync(services);
        configuration["Routeur:Endpoint"] = "http://127.0.0.1:10/v1";
        configuration.Reload();
        await CallAsync(services);

        Assert.Equal(
            ["http://127.0.0.1:9/chat/completions", "http://127.0.0.1:10/v1/chat/completions"],
            network.Requests.Select(r => r.Uri.AbsoluteUri));
    }

    [Fact]
    public async Task The_key_appears_in_no_log_and_no_exception_of_a_failing_client()
    {
        using var logs = new CapturedLogs();
        StubHandler network = StubHandler.Json(
            $$$"""{"error":{"code":"unauthorized","message":"bad key {{{Key}}}","type":"routeur_error"}}""", HttpStatusCode.Unauthorized);
        IConfigurationRoot configuration = Configuration;
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient().UseLogging();
                s.AddHttpClient(RouteurHttpClient.Name).ConfigurePrimaryHttpMessageHandler(() => network);
            },
            configuration,
            logs);

        var e = await Assert.ThrowsAsync<RouteurException>(() => CallAsync(services));
        configuration["Routeur:ConnectTimeout"] = Key;
        configuration.Reload();

        Assert.Equal("Bearer " + Key, Assert.Single(network.Requests).Header("Authorization"));
        Assert.DoesNotContain(Key, e.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(logs.Errors);
        Assert.Contains(logs.Entries, entry => entry.Category.Contains("HttpClient", StringComparison.Ordinal) && entry.Level == LogLevel.Trace);
        Assert.DoesNotContain(logs.Entries, entry => entry.Text.Contains(Key, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, services.GetRequiredService<RouteurClient>().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_wait_on_the_containers_clock()
    {
        var clock = new HurryingClock();
        int attempts = 0;
        var network = new StubHandler(_ =>
        {
            if (attempts++ > 0)
            {
                return StubHandler.Response(Answer);
            }

            HttpResponseMessage response = StubHandler.Response("{}", status: HttpStatusCode.TooManyRequests);
            response.Headers.Add("Retry-After", "41");
            return response;
        });
        IConfigurationRoot configuration = Configuration;
        configuration["Routeur:MaxRetries"] = "1";
        using ServiceProvider services = Build(
            s =>
            {
                s.AddSingleton<TimeProvider>(clock);
                s.AddRouteurChatClient();
            },
            network,
            configuration);

        Assert.Equal("Hello", await CallAsync(services));
        Assert.True(clock.Hurried);
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
            Configuration,
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
            : StubHandler.Response(Answer));
        using ServiceProvider services = Build(
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
            Configuration);

        Assert.Equal("Hello", await CallAsync(services));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_resilience_handler_that_the_app_gives_to_all_clients_can_be_taken_away_here()
    {
        StubHandler network = StubHandler.Json("{}", HttpStatusCode.ServiceUnavailable);
        using ServiceProvider services = Build(
            s =>
            {
                s.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(o => o.Retry.Delay = TimeSpan.Zero));
                s.AddRouteurChatClient();
#pragma warning disable EXTEXP0001 // The documentation recommends it, so it must work.
                s.AddHttpClient(RouteurHttpClient.Name).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
            },
            network,
            Configuration);

        await Assert.ThrowsAsync<RouteurException>(() => CallAsync(services));

        Assert.Single(network.Requests);
    }

    private static ServiceProvider Build(Action<IServiceCollection> add, StubHandler network, IConfiguration configuration) => TestContainer.Build(
        s =>
        {
            add(s);
            s.AddHttpClient(RouteurHttpClient.Name).ConfigurePrimaryHttpMessageHandler(() => network);
        },
        configuration);

    private static async Task<string> CallAsync(IServiceProvider services, object? key = null)
    {
        RouteurClient client = key is null ? services.GetRequiredService<RouteurClient>() : services.GetRequiredKeyedService<RouteurClient>(key);
        var completion = await client.OpenAI.GetChatClient("m").CompleteChatAsync(
            [OpenAI.Chat.ChatMessage.CreateUserMessage("Hi")], options: null, Cancellation);
        return completion.Value.Content[0].Text;
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

    /// <summary>A wait of 41 seconds is over at once; everything else takes its time.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        public bool Hurried { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            bool hurry = dueTime == TimeSpan.FromSeconds(41);
            Hurried |= hurry;
            return base.CreateTimer(callback, state, hurry ? TimeSpan.Zero : dueTime, period);
        }
    }
}
