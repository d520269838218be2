using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

/// <summary>A key that is no setting is named in the log, since it would otherwise have no effect without a word.</summary>
public sealed class UnknownSettingsTests : IDisposable
{
    private readonly CapturedLogs _logs = new();
    private readonly IConfigurationRoot _configuration = TestContainer.Configuration(("Routeur:ApiKey", TestClients.Key));

    private string[] Warnings => [.. _logs.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Text)];

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData("Modle", "Model")]
    [InlineData("model_name", "Model")]
    [InlineData("ResponseTimeOuts", "ResponseTimeout")]
    [InlineData("Retries", "MaxRetries")]
    public void A_misspelt_key_is_named_with_the_nearest_setting_and_without_its_value(string key, string nearest)
    {
        _configuration["Routeur:" + key] = "a-secret-value";
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());
        services.Settings();

        string warning = Assert.Single(Warnings);
        Assert.Contains("Routeur:" + key + " is no setting", warning, StringComparison.Ordinal);
        Assert.Contains($"nearest name is {nearest}.", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(_logs.Entries, entry => entry.Text.Contains("a-secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public void A_misspelt_key_is_named_although_the_settings_are_refused_for_want_of_it()
    {
        _configuration["Routeur:ApiKey"] = null;
        _configuration["Routeur:ApiKy"] = TestClients.Key;
        using ServiceProvider services = Build(s => s.AddRouteurChatClient());

        Assert.Throws<ArgumentException>(() => services.Settings());

        Assert.Contains("Routeur:ApiKy is no setting", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_comes_with_a_reload_is_named_once_whoever_reads_it()
    {
        using ServiceProvider services = Build(s =>
        {
            s.AddRouteurChatClient();
            s.AddKeyedRouteurChatClient("cheap");
        });
        services.Settings();
        services.Settings("cheap");
        Assert.Empty(Warnings);

        _configuration["Routeur:Modle"] = "gpt-4o";
        _configuration.Reload();
        _configuration.Reload();

        Assert.Contains("Routeur:Modle", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_in_any_case_and_sections_of_clients_are_known()
    {
        foreach (PropertyInfo setting in typeof(RouteurOptions).GetProperties().Where(property => property.CanWrite))
        {
            _configuration[$"Routeur:{setting.Name.ToUpperInvariant()}"] ??= setting.GetValue(TestClients.Options())?.ToString();
        }

        _configuration["Routeur:Clients:Cheap:Model"] = "gpt-4o-mini";
        _configuration["Routeur:Named:Model"] = "gpt-4o-mini";
        using ServiceProvider services = Build(s =>
        {
            s.AddRouteurChatClient();
            s.AddKeyedRouteurChatClient("cheap", _configuration.GetSection("Routeur:Clients:Cheap"));
            s.AddKeyedRouteurChatClient("named", o => _configuration.GetSection("Routeur:Named").Bind(o));
        });

        services.Settings();
        services.Settings("cheap");
        services.Settings("named");

        Assert.Empty(Warnings);
    }

    [Fact]
    public void The_section_of_a_keyed_client_is_looked_through_too()
    {
        _configuration["Cheap:Providr"] = "deepseek";
        using ServiceProvider services = Build(s => s.AddKeyedRouteurChatClient("cheap", _configuration.GetSection("Cheap")));

        services.Settings("cheap");

        Assert.Contains("Cheap:Providr is no setting", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_configuration_that_stands_for_a_section_holds_other_things_as_well()
    {
        _configuration["ApiKey"] = TestClients.Key;
        _configuration["PATH"] = "/usr/bin";
        using ServiceProvider services = Build(s => s.AddRouteurChatClient(_configuration));

        services.Settings();

        Assert.Empty(Warnings);
    }

    private ServiceProvider Build(Action<IServiceCollection> add) => TestContainer.Build(add, _configuration, _logs);
}
