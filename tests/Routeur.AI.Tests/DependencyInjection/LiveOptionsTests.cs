using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Routeur.AI.DependencyInjection;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class LiveOptionsTests : IDisposable
{
    private const string Key = TestClients.Key;

    private readonly CapturedLogs _logs = new();
    private readonly IConfigurationRoot _configuration = TestContainer.Configuration(("Routeur:ApiKey", Key), ("Routeur:Model", "first"));

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Everything_but_the_connect_time_out_follows_the_configuration()
    {
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());
        RouteurSettings before = services.Settings();

        Change("ApiKey", "rtr_second");
        Change("Endpoint", "https://gateway.example/v2");
        Change("Model", "second");
        Change("Provider", "openai");
        Change("Trace", "false");
        Change("StreamIdleTimeout", "00:00:07");
        RouteurSettings after = services.Settings();

        Assert.Equal("Bearer rtr_second", after.AuthorizationHeader);
        Assert.Equal("https://gateway.example/v2/chat/completions", after.ChatCompletionsUri.AbsoluteUri);
        Assert.Equal("second", after.Model);
        Assert.Equal("openai", after.Provider);
        Assert.False(after.Trace);
        Assert.Equal(TimeSpan.FromSeconds(7), after.StreamIdleTimeout);
        Assert.Equal(("first", Key), (before.Model, before.ApiKey));
        AssertNothingLogged();
    }

    [Fact]
    public void A_delegate_runs_again_on_what_the_configuration_says_now()
    {
        using ServiceProvider services = Build(s => s.AddRouteurChatClient(o => o.Model += "-changed"));
        Assert.Equal("first-changed", services.Settings().Model);

        Change("Model", "second");

        Assert.Equal("second-changed", services.Settings().Model);
    }

    [Theory]
    [InlineData("Model", " ", "RouteurOptions.Model")]
    [InlineData("Endpoint", "http://gateway.example", "AllowInsecureEndpoint")]
    [InlineData("ResponseTimeout", "abc", "Routeur:ResponseTimeout")]
    [InlineData("MaxRetries", "-1", "RouteurOptions.MaxRetries")]
    [InlineData("MaxRetries", Key, "Routeur:MaxRetries")]
    public void An_invalid_change_is_logged_once_and_the_last_good_settings_stay(string setting, string value, string named)
    {
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());
        RouteurSettings before = services.Settings();

        Change(setting, value);
        Assert.Same(before, services.Settings());
        CapturedLog error = Assert.Single(_logs.Errors);
        Assert.Contains(named, error.Text, StringComparison.Ordinal);
        Assert.Contains("(unnamed)", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Text, StringComparison.Ordinal);

        _configuration.Reload();
        Assert.Same(before, services.Settings());
        Assert.Single(_logs.Errors);
    }

    [Fact]
    public void Valid_settings_after_invalid_ones_are_in_force_again()
    {
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());
        services.Settings();

        Change("ResponseTimeout", "abc");
        Change("Model", "second");
        Assert.Equal("first", services.Settings().Model);

        Change("ResponseTimeout", "00:00:09");
        Assert.Equal("second", services.Settings().Model);
        Assert.Equal(TimeSpan.FromSeconds(9), services.Settings().ResponseTimeout);
        Assert.Single(_logs.Entries, e => e.Category == "Routeur.AI" && e.Level == LogLevel.Information);

        Change("ResponseTimeout", "abc");
        Assert.Equal(2, _logs.Errors.Count);
        Assert.Equal("second", services.Settings().Model);
    }

    [Fact]
    public void Another_problem_is_logged_too()
    {
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());
        services.Settings();

        Change("ResponseTimeout", "abc");
        Change("ResponseTimeout", "00:00:00");

        Assert.Equal(2, _logs.Errors.Count);
    }

    [Fact]
    public void A_delegate_that_throws_at_a_reload_breaks_neither_the_reload_nor_the_client()
    {
        bool fail = false;
        using ServiceProvider services = Build(s => s.AddRouteurChatClient(_ =>
        {
            if (fail)
            {
                throw new FormatException("cannot read " + Key);
            }
        }));
        RouteurSettings before = services.Settings();

        fail = true;
        _configuration.Reload();

        Assert.Same(before, services.Settings());
        CapturedLog error = Assert.Single(_logs.Errors);
        Assert.Contains(nameof(FormatException), error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reload_that_changes_nothing_logs_nothing()
    {
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());
        services.Settings();

        _configuration.Reload();
        _configuration.Reload();

        Assert.Equal("first", services.Settings().Model);
        AssertNothingLogged();
    }

    [Fact]
    public void Reloads_and_readers_at_the_same_time_end_with_the_last_value()
    {
        int latest = 0;
        using ServiceProvider services = Build(s =>
        {
            s.AddRouteurChatClient(o => o.Model = "m" + Volatile.Read(ref latest));
            s.AddKeyedRouteurChatClient("cheap");
        });
        services.Settings();
        services.Settings("cheap");

        Parallel.For(0, 200, _ =>
        {
            Interlocked.Increment(ref latest);
            _configuration.Reload();
            Assert.StartsWith("m", services.Settings("cheap").Model, StringComparison.Ordinal);
        });

        Assert.Equal(("m200", "m200"), (services.Settings().Model, services.Settings("cheap").Model));
        AssertNothingLogged();
    }

    [Fact]
    public void Settings_listen_until_they_are_disposed_and_not_at_all_when_they_could_not_be_made()
    {
        var monitor = new FakeMonitor { CurrentValue = TestClients.Options() };
        ILogger logger = _logs.CreateLogger("test");
        var settings = new MonitoredSettings("", monitor, environment: null, logger);
        Assert.Equal(1, monitor.Listeners);

        settings.Dispose();
        Assert.Equal(0, monitor.Listeners);

        monitor.CurrentValue.Model = "";
        Assert.Throws<ArgumentException>(() => new MonitoredSettings("", monitor, environment: null, logger));
        Assert.Equal(0, monitor.Listeners);
    }

    private ServiceProvider Build(Action<IServiceCollection> add) => TestContainer.Build(add, _configuration, _logs);

    private void Change(string setting, string value)
    {
        _configuration["Routeur:" + setting] = value;
        _configuration.Reload();
    }

    private void AssertNothingLogged() => Assert.DoesNotContain(_logs.Entries, e => e.Category == "Routeur.AI");

    private sealed class FakeMonitor : IOptionsMonitor<RouteurOptions>
    {
        public required RouteurOptions CurrentValue { get; init; }

        public int Listeners { get; private set; }

        public RouteurOptions Get(string? name) => CurrentValue;

        public IDisposable OnChange(Action<RouteurOptions, string?> listener)
        {
            Listeners++;
            return new Subscription(() => Listeners--);
        }

        private sealed class Subscription(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}
