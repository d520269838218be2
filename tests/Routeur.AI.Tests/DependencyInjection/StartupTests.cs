using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class StartupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_starts_with_valid_settings()
    {
        using IHost host = Host(s => s.AddRouteurChatClient(), ("Routeur:ApiKey", TestClients.Key));

        await host.StartAsync(Cancellation);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_host_does_not_start_without_a_key_although_nothing_was_called()
    {
        using IHost host = Host(s => s.AddRouteurChatClient());

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));
        Assert.Contains("ROUTEUR_KEY", e.Message, StringComparison.Ordinal);
        Assert.Contains("Routeur:ApiKey", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint", "api.routeur.ai/v1", "RouteurOptions.Endpoint")]
    [InlineData("Endpoint", "https://user:secret:x@:99999/", "RouteurOptions.Endpoint")]
    [InlineData("Endpoint", "http://gateway.example/v1", "AllowInsecureEndpoint")]
    [InlineData("Model", "", "RouteurOptions.Model")]
    [InlineData("ResponseTimeout", "00:00:00", "RouteurOptions.ResponseTimeout")]
    [InlineData("ResponseTimeout", "abc", "Routeur:ResponseTimeout")]
    [InlineData("MaxRetries", "11", "RouteurOptions.MaxRetries")]
    [InlineData("MaxRetries", "many", "Routeur:MaxRetries")]
    [InlineData("Trace", "perhaps", "Routeur:Trace")]
    [InlineData("RetryTimeouts", TestClients.Key, "Routeur:RetryTimeouts")]
    public async Task A_host_does_not_start_with_a_bad_setting_and_says_which(string setting, string value, string named)
    {
        using IHost host = Host(s => s.AddRouteurChatClient(), ("Routeur:ApiKey", TestClients.Key), ("Routeur:" + setting, value));

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClients.Key, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);

        ArgumentException direct = Assert.ThrowsAny<ArgumentException>(host.Services.GetRequiredService<RouteurClient>);
        Assert.Contains(named, direct.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClients.Key, direct.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", direct.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_bad_keyed_client_and_says_which()
    {
        using IHost host = Host(
            s =>
            {
                s.AddRouteurChatClient();
                s.AddKeyedRouteurChatClient("cheap", o => o.Model = " ");
            },
            ("Routeur:ApiKey", TestClients.Key));

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));
        Assert.Contains("\"cheap\"", e.Message, StringComparison.Ordinal);
        Assert.Contains("RouteurOptions.Model", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keyed_client_with_a_key_of_its_own_needs_none_on_the_unnamed_one()
    {
        using IHost host = Host(s => s.AddKeyedRouteurChatClient("cheap", o => o.ApiKey = TestClients.Key));

        await host.StartAsync(Cancellation);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public void A_delegate_that_throws_is_named_at_start_up()
    {
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(o =>
        {
            o.ApiKey = TestClients.Key;
            o.Endpoint = new Uri("not a uri " + TestClients.Key);
        }));

        ArgumentException e = Assert.Throws<ArgumentException>(services.GetRequiredService<RouteurClient>);
        Assert.Contains(nameof(UriFormatException), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegate_whose_exception_shows_the_key_does_not_show_it_through_ours()
    {
        const string Key = "my-own-proxy-key";
        using IHost host = Host(s => s.AddRouteurChatClient(o =>
        {
            o.ApiKey = Key;
            throw new InvalidOperationException("cannot use " + Key);
        }));

        ArgumentException direct = Assert.Throws<ArgumentException>(host.Services.GetRequiredService<RouteurClient>);
        var start = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Contains("InvalidOperationException: cannot use [key]", direct.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, direct.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, start.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_whose_settings_were_repaired_can_be_resolved_after_all()
    {
        IConfigurationRoot configuration = TestContainer.Configuration(("Routeur:Model", "gpt-4o"));
        using ServiceProvider services = TestContainer.Build(s => s.AddRouteurChatClient(), configuration);
        Assert.Throws<ArgumentException>(services.GetRequiredService<RouteurClient>);

        configuration["Routeur:ApiKey"] = TestClients.Key;
        configuration.Reload();

        Assert.Equal(TestClients.Key, services.Settings().ApiKey);
    }

    private static IHost Host(Action<IServiceCollection> add, params (string Key, string? Value)[] configuration)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(configuration.Select(v => KeyValuePair.Create(v.Key, v.Value)));
        TestContainer.AddSurroundings(builder.Services);
        add(builder.Services);
        return builder.Build();
    }
}
