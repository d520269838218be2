using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using Routeur.AI.Routing;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    private const string Key = TestClients.Key;

    private static IConfigurationRoot Configuration => TestContainer.Configuration(
        ("Routeur:ApiKey", Key), ("Routeur:Model", "from-default-section"),
        ("Other:ApiKey", Key), ("Other:Model", "from-other-section"));

    [Fact]
    public void Without_arguments_the_settings_come_from_the_section_Routeur()
    {
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), Configuration);

        Assert.Equal("from-default-section", services.Settings().Model);
        Assert.Equal(Key, services.Settings().ApiKey);
    }

    [Fact]
    public void Without_a_configuration_the_key_comes_from_the_environment()
    {
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), environmentKey: "rtr_environment");

        Assert.Equal("rtr_environment", services.Settings().ApiKey);
        Assert.Equal("auto", services.Settings().Model);
    }

    [Fact]
    public void A_section_takes_the_place_of_the_section_Routeur()
    {
        IConfigurationRoot configuration = Configuration;
        configuration["Routeur:Provider"] = "openai";
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(configuration.GetSection("Other")), configuration);

        Assert.Equal("from-other-section", services.Settings().Model);
        Assert.Null(services.Settings().Provider);
    }

    [Fact]
    public void A_delegate_changes_what_the_section_says()
    {
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(o => o.Model += "-changed"), Configuration);

        Assert.Equal("from-default-section-changed", services.Settings().Model);
    }

    [Fact]
    public void A_section_and_a_delegate_work_together()
    {
        IConfigurationRoot configuration = Configuration;
        using ServiceProvider services = TestContainer.Build(
            s => s.AddRouteurChatClient(configuration.GetSection("Other"), o => o.Model += "-changed"), configuration);

        Assert.Equal("from-other-section-changed", services.Settings().Model);
    }

    [Fact]
    public void Every_setting_can_be_read_from_configuration()
    {
        IConfigurationRoot configuration = TestContainer.Configuration(
            ("Routeur:ApiKey", Key),
            ("Routeur:Endpoint", "http://gateway.example/v1"),
            ("Routeur:AllowInsecureEndpoint", "true"),
            ("Routeur:Model", "gpt-4o"),
            ("Routeur:Provider", "openai"),
            ("Routeur:Trace", "false"),
            ("Routeur:ConnectTimeout", "00:00:01"),
            ("Routeur:StreamFirstByteTimeout", "00:00:02"),
            ("Routeur:StreamIdleTimeout", "-00:00:00.0010000"),
            ("Routeur:ResponseTimeout", "00:00:04"),
            ("Routeur:MaxRetries", "5"),
            ("Routeur:MaxRetryDelay", "00:00:06"),
            ("Routeur:RetryTimeouts", "true"));
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), configuration);
        RouteurSettings settings = services.Settings();

        Assert.Equal("http://gateway.example/v1", settings.Endpoint.AbsoluteUri);
        Assert.Equal("gpt-4o", settings.Model);
        Assert.Equal("openai", settings.Provider);
        Assert.False(settings.Trace);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.StreamFirstByteTimeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, settings.StreamIdleTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), settings.ResponseTimeout);
        Assert.Equal(5, settings.MaxRetries);
        Assert.Equal(TimeSpan.FromSeconds(6), settings.MaxRetryDelay);
        Assert.True(settings.RetryTimeouts);
    }

    [Fact]
    public void What_the_app_configures_in_code_wins_over_sections_even_when_it_comes_first()
    {
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.Configure<RouteurOptions>(o => o.Model = "in-code");
                s.Configure<RouteurOptions>("cheap", o => o.Provider = "in-code");
                s.AddRouteurChatClient();
                s.AddKeyedRouteurChatClient("cheap");
            },
            Configuration);

        Assert.Equal("in-code", services.Settings().Model);
        Assert.Equal("in-code", services.Settings("cheap").Model);
        Assert.Equal("in-code", services.Settings("cheap").Provider);
    }

    [Fact]
    public void Chat_clients_of_a_container_share_its_one_RouteurClient()
    {
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), Configuration);
        RouteurClient client = services.GetRequiredService<RouteurClient>();
        IChatClient chat = services.GetRequiredService<IChatClient>();

        Assert.Same(client, services.GetRequiredService<RouteurClient>());
        Assert.Same(chat, services.GetRequiredService<IChatClient>());
        Assert.Same(client, chat.GetService<RouteurClient>());
        Assert.NotNull(chat.GetService<RouteurChatClient>());
    }

    [Fact]
    public void A_keyed_client_is_resolved_by_its_key_and_is_another_one()
    {
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient();
                s.AddKeyedRouteurChatClient("cheap", o => o.Provider = "deepseek");
                s.AddKeyedRouteurChatClient(DayOfWeek.Monday, o => o.Provider = "gemini");
            },
            Configuration);

        Assert.Same(services.GetRequiredKeyedService<RouteurClient>("cheap"), services.GetRequiredKeyedService<IChatClient>("cheap").GetService<RouteurClient>());
        Assert.Same(services.GetRequiredService<RouteurClient>(), services.GetRequiredService<IChatClient>().GetService<RouteurClient>());
        Assert.Null(services.Settings().Provider);
        Assert.Equal("deepseek", services.Settings("cheap").Provider);
        Assert.Equal("gemini", services.Settings(DayOfWeek.Monday).Provider);
        Assert.Null(services.GetKeyedService<IChatClient>("other"));
    }

    [Fact]
    public void Adding_a_client_twice_adds_up_its_settings_and_keeps_one_RouteurClient()
    {
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient(o => (o.Model, o.Provider) = ("first", "openai"));
                s.AddRouteurChatClient(o => o.Model = "second");
                s.AddKeyedRouteurChatClient("cheap", o => o.Model = "third");
                s.AddKeyedRouteurChatClient("cheap", o => o.Provider = "deepseek");
            },
            Configuration);

        Assert.Equal(("second", "openai"), (services.Settings().Model, services.Settings().Provider));
        Assert.Equal(("third", "deepseek"), (services.Settings("cheap").Model, services.Settings("cheap").Provider));
        Assert.Single(services.GetServices<RouteurClient>());
        Assert.Single(services.GetKeyedServices<RouteurClient>("cheap"));
        Assert.All(services.GetServices<IChatClient>(), c => Assert.Same(services.GetService<RouteurClient>(), c.GetService<RouteurClient>()));
        Assert.Equal(2, services.GetServices<IChatClient>().Count());
    }

    [Fact]
    public async Task The_container_disposes_its_clients()
    {
        RouteurChatClient chat;
        await using (ServiceProvider services = TestContainer.Build(s => s.AddKeyedRouteurChatClient("cheap"), Configuration))
        {
            var client = services.GetRequiredKeyedService<RouteurClient>("cheap");
            chat = new RouteurChatClient(client);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => chat.GetResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Routing_is_the_outermost_step_and_steps_that_are_added_follow_in_order()
    {
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient().UseFunctionInvocation().UseLogging();
                s.AddKeyedRouteurChatClient("cheap").UseFunctionInvocation();
            },
            Configuration);
        IChatClient chat = services.GetRequiredService<IChatClient>();

        Assert.IsType<RouteurRoutingChatClient>(chat);
        Assert.IsType<RouteurRoutingChatClient>(services.GetRequiredKeyedService<IChatClient>("cheap"));
        var invoking = chat.GetService<FunctionInvokingChatClient>();
        Assert.NotNull(invoking);
        Assert.Null(invoking.GetService<RouteurRoutingChatClient>());
        Assert.NotNull(invoking.GetService<LoggingChatClient>());
        Assert.Null(chat.GetService<LoggingChatClient>()!.GetService<FunctionInvokingChatClient>());
    }

    [Fact]
    public void The_SDKs_options_can_be_configured_for_all_clients_and_for_one()
    {
        var calls = new List<string>();
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient();
                s.AddKeyedRouteurChatClient("cheap");
                s.AddKeyedRouteurChatClient("dear");
                s.ConfigureKeyedRouteurOpenAI("cheap", (_, _) => calls.Add("cheap"));
                s.ConfigureRouteurOpenAI((provider, options) =>
                {
                    Assert.NotNull(provider.GetService<IConfiguration>());
                    options.AddPolicy(new NothingPolicy(), PipelinePosition.PerCall);
                    calls.Add("all");
                });
            },
            Configuration);

        services.GetRequiredKeyedService<RouteurClient>("cheap");
        Assert.Equal(["all", "cheap"], calls);
        services.GetRequiredKeyedService<RouteurClient>("dear");
        services.GetRequiredService<RouteurClient>();
        Assert.Equal(["all", "cheap", "all", "all"], calls);
    }

    private sealed class NothingPolicy : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNextAsync(message, pipeline, currentIndex);
    }
}
