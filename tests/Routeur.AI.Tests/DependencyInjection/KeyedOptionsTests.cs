using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class KeyedOptionsTests : IDisposable
{
    private readonly CapturedLogs _logs = new();
    private readonly IConfigurationRoot _configuration = TestContainer.Configuration(
        ("Routeur:ApiKey", TestClients.Key), ("Routeur:Model", "first"));

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void A_keyed_client_has_what_the_unnamed_one_has_and_its_own_section_and_delegate_on_top()
    {
        _configuration["Routeur:Provider"] = "openai";
        _configuration["Cheap:Model"] = "cheap";
        using ServiceProvider services = Build(s =>
        {
            s.AddKeyedRouteurChatClient("cheap", _configuration.GetSection("Cheap"), o => o.Provider = "deepseek");
            s.AddKeyedRouteurChatClient("section", _configuration.GetSection("Cheap"));
            s.AddKeyedRouteurChatClient("same");
            s.AddRouteurChatClient(o => o.Trace = false);
        });

        Assert.Equal(("first", "openai", false), Targets(services.Settings("same")));
        Assert.Equal(("cheap", "openai", false), Targets(services.Settings("section")));
        Assert.Equal(("cheap", "deepseek", false), Targets(services.Settings("cheap")));
        Assert.Equal(("first", "openai", false), Targets(services.Settings()));

        static (string Model, string? Provider, bool Trace) Targets(RouteurSettings s) => (s.Model, s.Provider, s.Trace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reload_reaches_keyed_clients_whichever_client_was_made_first(bool unnamedFirst)
    {
        using ServiceProvider services = Build(s =>
        {
            s.AddKeyedRouteurChatClient("cheap", _configuration.GetSection("Cheap"));
            s.AddRouteurChatClient();
        });
        foreach (string? key in unnamedFirst ? new[] { null, "cheap" } : ["cheap", null])
        {
            services.Settings(key);
        }

        Change("Model", "second");
        Assert.Equal(("second", "second"), (services.Settings().Model, services.Settings("cheap").Model));

        _configuration["Cheap:Model"] = "cheap";
        _configuration.Reload();
        Assert.Equal(("second", "cheap"), (services.Settings().Model, services.Settings("cheap").Model));
    }

    [Fact]
    public void A_keyed_client_alone_follows_the_section_Routeur()
    {
        using ServiceProvider services = Build(s => s.AddKeyedRouteurChatClient("cheap", o => o.Provider = "deepseek"));
        Assert.Equal("first", services.Settings("cheap").Model);

        Change("Model", "second");

        Assert.Equal(("second", "deepseek"), (services.Settings("cheap").Model, services.Settings("cheap").Provider));
        Assert.Equal("second", services.GetRequiredService<IOptionsMonitor<RouteurOptions>>().Get("cheap").Model);
    }

    [Fact]
    public void A_keyed_client_follows_sections_that_the_app_binds_to_the_unnamed_options_itself()
    {
        IConfigurationRoot other = TestContainer.Configuration(("Model", "bound"));
        using ServiceProvider services = Build(s =>
        {
            s.AddOptions<RouteurOptions>().Bind(other);
            s.AddKeyedRouteurChatClient("cheap");
        });
        Assert.Equal("bound", services.Settings("cheap").Model);

        other["Model"] = "bound-again";
        other.Reload();

        Assert.Equal("bound-again", services.Settings("cheap").Model);
    }

    [Fact]
    public void An_invalid_change_is_logged_once_by_each_client_that_it_concerns()
    {
        IConfigurationRoot own = TestContainer.Configuration(("Provider", "deepseek"));
        using ServiceProvider services = Build(s =>
        {
            s.AddRouteurChatClient();
            s.AddKeyedRouteurChatClient("cheap", own);
            s.AddKeyedRouteurChatClient("fixed", o => o.Model = "fixed");
        });
        services.Settings();
        services.Settings("cheap");
        services.Settings("fixed");

        Change("Model", "");
        own.Reload();

        Assert.Equal(2, _logs.Errors.Count);
        Assert.Single(_logs.Errors, e => e.Text.Contains("client (unnamed)", StringComparison.Ordinal));
        Assert.Single(_logs.Errors, e => e.Text.Contains("client cheap", StringComparison.Ordinal));
        Assert.Equal("first", services.Settings("cheap").Model);
    }

    private ServiceProvider Build(Action<IServiceCollection> add) => TestContainer.Build(add, _configuration, _logs);

    private void Change(string setting, string value)
    {
        _configuration["Routeur:" + setting] = value;
        _configuration.Reload();
    }
}
