using System.Reflection;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests;

public sealed class RouteurSettingsTests
{
    private const string Key = TestClients.Key;

    private static readonly Func<string, string?> NoEnvironment = _ => null;

    public static TheoryData<string, double> LongestTimes => new()
    {
        { nameof(RouteurOptions.ConnectTimeout), 1 },
        { nameof(RouteurOptions.StreamFirstByteTimeout), 24 },
        { nameof(RouteurOptions.StreamIdleTimeout), 24 },
        { nameof(RouteurOptions.ResponseTimeout), 24 },
        { nameof(RouteurOptions.TotalTimeout), 24 },
        { nameof(RouteurOptions.QueueTimeout), 24 },
    };

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        RouteurSettings settings = Create(o => o.ApiKey = Key);

        Assert.Equal("https://api.routeur.ai/v1", settings.Endpoint.AbsoluteUri);
        Assert.Equal("https://api.routeur.ai/v1/chat/completions", settings.ChatCompletionsUri.AbsoluteUri);
        Assert.Equal("Bearer " + Key, settings.AuthorizationHeader);
        Assert.Equal("auto", settings.Model);
        Assert.Null(settings.Provider);
        Assert.True(settings.Trace);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(100), settings.StreamFirstByteTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.StreamIdleTimeout);
        Assert.Equal(TimeSpan.FromMinutes(5), settings.ResponseTimeout);
        Assert.Equal(3, settings.MaxRetries);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.MaxRetryDelay);
        Assert.False(settings.RetryTimeouts);
        Assert.Equal(TimeSpan.FromHours(1), settings.TotalTimeout);
        Assert.True(settings.RespectRateLimits);
        Assert.Equal(10_000, settings.QueueLimit);
        Assert.Equal(TimeSpan.FromMinutes(15), settings.QueueTimeout);
    }

    [Fact]
    public void A_missing_key_names_every_place_where_it_can_be_set()
    {
        ArgumentException e = Rejected(_ => { });

        Assert.Equal(nameof(RouteurOptions.ApiKey), e.ParamName);
        Assert.Contains("ROUTEUR_KEY", e.Message, StringComparison.Ordinal);
        Assert.Contains("Routeur:ApiKey", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_key_the_environment_variable_is_taken(string? explicitKey)
    {
        var asked = new List<string>();
        RouteurSettings settings = RouteurSettings.Create(new RouteurOptions { ApiKey = explicitKey }, name =>
        {
            asked.Add(name);
            return " rtr_environment\n";
        });

        Assert.Equal(["ROUTEUR_KEY"], asked);
        Assert.Equal("rtr_environment", settings.ApiKey);
    }

    [Fact]
    public void An_explicit_key_wins_over_the_environment_variable()
    {
        RouteurSettings settings = RouteurSettings.Create(new RouteurOptions { ApiKey = Key }, _ => throw new InvalidOperationException("asked"));

        Assert.Equal(Key, settings.ApiKey);
    }

    [Theory]
    [InlineData("rtr_a b")]
    [InlineData("rtr_a\r\nRouteur-Model: x")]
    [InlineData("rtr_ä")]
    [InlineData("rtr_a\u007f")]
    public void A_key_that_no_header_can_carry_is_rejected_without_repeating_it(string key)
    {
        ArgumentException e = Rejected(o => o.ApiKey = key);

        Assert.Equal(nameof(RouteurOptions.ApiKey), e.ParamName);
        Assert.DoesNotContain("rtr_a", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("rtr_ä", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://gateway.example", "https://gateway.example/chat/completions")]
    [InlineData("https://gateway.example/", "https://gateway.example/chat/completions")]
    [InlineData("https://gateway.example/team/v1", "https://gateway.example/team/v1/chat/completions")]
    [InlineData("https://gateway.example:8443/team/v1/", "https://gateway.example:8443/team/v1/chat/completions")]
    [InlineData("http://localhost:5000/v1", "http://localhost:5000/v1/chat/completions")]
    [InlineData("http://127.0.0.1:5000/v1", "http://127.0.0.1:5000/v1/chat/completions")]
    [InlineData("http://[::1]:5000/v1", "http://[::1]:5000/v1/chat/completions")]
    public void An_endpoint_keeps_its_path_with_or_without_a_slash_at_its_end(string endpoint, string expected)
    {
        RouteurSettings settings = Create(o => (o.ApiKey, o.Endpoint) = (Key, new Uri(endpoint)));

        Assert.Equal(expected, settings.ChatCompletionsUri.AbsoluteUri);
    }

    [Theory]
    [InlineData("api.routeur.ai/v1", "absolute")]
    [InlineData("", "absolute")]
    [InlineData("rtr_secret", "absolute")]
    [InlineData("ftp://api.routeur.ai/v1", "ftp")]
    [InlineData("https://user:secret@api.routeur.ai/v1", "user info")]
    [InlineData("https://api.routeur.ai/v1?key=secret", "query")]
    [InlineData("https://api.routeur.ai/v1#secret", "fragment")]
    public void A_malformed_endpoint_is_rejected_and_no_secret_in_it_is_repeated(string endpoint, string reason)
    {
        ArgumentException e = Rejected(o => (o.ApiKey, o.Endpoint) = (Key, new Uri(endpoint, UriKind.RelativeOrAbsolute)));

        Assert.Equal(nameof(RouteurOptions.Endpoint), e.ParamName);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Contains("https://api.routeur.ai/v1", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://gateway.example/v1")]
    [InlineData("http://192.168.0.7/v1")]
    [InlineData("http://127.0.0.1.gateway.example/v1")]
    public void Plain_http_beyond_this_machine_needs_AllowInsecureEndpoint(string endpoint)
    {
        ArgumentException e = Rejected(o => (o.ApiKey, o.Endpoint) = (Key, new Uri(endpoint)));

        Assert.Equal(nameof(RouteurOptions.Endpoint), e.ParamName);
        Assert.Contains(nameof(RouteurOptions.AllowInsecureEndpoint), e.Message, StringComparison.Ordinal);
        Assert.Equal(endpoint, Create(o => (o.ApiKey, o.Endpoint, o.AllowInsecureEndpoint) = (Key, new Uri(endpoint), true)).Endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_model_is_rejected(string? model)
    {
        ArgumentException e = Rejected(o => (o.ApiKey, o.Model) = (Key, model!));

        Assert.Equal(nameof(RouteurOptions.Model), e.ParamName);
        Assert.Contains("auto", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(RouteurOptions.Model), "a\r\nRouteur-Dry-Run: true")]
    [InlineData(nameof(RouteurOptions.Model), "modèle")]
    [InlineData(nameof(RouteurOptions.Provider), "open\nai")]
    [InlineData(nameof(RouteurOptions.Provider), "open\0ai")]
    [InlineData(nameof(RouteurOptions.Provider), "öpenai")]
    public void A_model_or_provider_that_no_header_can_carry_is_rejected(string setting, string value)
    {
        ArgumentException e = Rejected(o => Set(o, setting, value));

        Assert.Equal(setting, e.ParamName);
    }

    [Fact]
    public void Model_and_provider_are_trimmed_and_a_blank_provider_is_none()
    {
        Assert.Equal("gpt-4o", Create(o => (o.ApiKey, o.Model) = (Key, " gpt-4o ")).Model);
        Assert.Equal("openai", Create(o => (o.ApiKey, o.Provider) = (Key, " openai ")).Provider);
        Assert.Null(Create(o => (o.ApiKey, o.Provider) = (Key, " ")).Provider);
    }

    [Theory]
    [MemberData(nameof(LongestTimes))]
    public void A_time_out_outside_its_documented_range_is_rejected(string setting, double hours)
    {
        TimeSpan longest = TimeSpan.FromHours(hours);
        foreach (TimeSpan good in new[] { TimeSpan.FromMilliseconds(1), longest, Timeout.InfiniteTimeSpan })
        {
            RouteurSettings settings = Create(o => Set(o, setting, good));
            Assert.Equal(good, typeof(RouteurSettings).GetProperty(setting)!.GetValue(settings));
        }

        foreach (TimeSpan bad in new[] { TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(-5), longest + TimeSpan.FromTicks(1), TimeSpan.MaxValue })
        {
            ArgumentException e = Rejected(o => Set(o, setting, bad));
            Assert.Equal(setting, e.ParamName);
            Assert.Contains($"{nameof(RouteurOptions)}.{setting}", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Retries_outside_their_documented_range_are_rejected()
    {
        Assert.Equal(0, Create(o => Set(o, nameof(o.MaxRetries), 0)).MaxRetries);
        Assert.Equal(10, Create(o => Set(o, nameof(o.MaxRetries), 10)).MaxRetries);
        Assert.Equal(nameof(RouteurOptions.MaxRetries), Rejected(o => Set(o, nameof(o.MaxRetries), -1)).ParamName);
        Assert.Equal(nameof(RouteurOptions.MaxRetries), Rejected(o => Set(o, nameof(o.MaxRetries), 11)).ParamName);

        Assert.Equal(TimeSpan.Zero, Create(o => Set(o, nameof(o.MaxRetryDelay), TimeSpan.Zero)).MaxRetryDelay);
        Assert.Equal(TimeSpan.FromHours(1), Create(o => Set(o, nameof(o.MaxRetryDelay), TimeSpan.FromHours(1))).MaxRetryDelay);
        Assert.Equal(nameof(RouteurOptions.MaxRetryDelay), Rejected(o => Set(o, nameof(o.MaxRetryDelay), Timeout.InfiniteTimeSpan)).ParamName);
        Assert.Equal(nameof(RouteurOptions.MaxRetryDelay), Rejected(o => Set(o, nameof(o.MaxRetryDelay), TimeSpan.FromMinutes(61))).ParamName);
    }

    [Fact]
    public void A_queue_outside_its_documented_range_is_rejected()
    {
        Assert.Equal(0, Create(o => Set(o, nameof(o.QueueLimit), 0)).QueueLimit);
        Assert.Equal(1_000_000, Create(o => Set(o, nameof(o.QueueLimit), 1_000_000)).QueueLimit);
        Assert.Equal(nameof(RouteurOptions.QueueLimit), Rejected(o => Set(o, nameof(o.QueueLimit), -1)).ParamName);
        Assert.Equal(nameof(RouteurOptions.QueueLimit), Rejected(o => Set(o, nameof(o.QueueLimit), 1_000_001)).ParamName);
    }

    [Fact]
    public void Settings_are_a_copy()
    {
        var options = new RouteurOptions { ApiKey = Key, Model = "first" };
        RouteurSettings settings = RouteurSettings.Create(options, NoEnvironment);
        options.Model = "second";

        Assert.Equal("first", settings.Model);
    }

    [Fact]
    public void Neither_options_nor_settings_show_a_secret_as_text()
    {
        Assert.DoesNotContain(Key, new RouteurOptions { ApiKey = Key }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, Create(o => o.ApiKey = Key).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new RouteurOptions { Endpoint = new Uri("https://user:secret@api.routeur.ai/v1") }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new RouteurOptions { Endpoint = new Uri("rtr_secret", UriKind.Relative) }.ToString(), StringComparison.Ordinal);
        Assert.Contains("https://api.routeur.ai/v1", new RouteurOptions().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_options_forgets_no_property()
    {
        var original = new RouteurOptions
        {
            ApiKey = Key,
            Endpoint = new Uri("https://gateway.example"),
            AllowInsecureEndpoint = true,
            Model = "gpt-4o",
            Provider = "openai",
            Trace = false,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            StreamFirstByteTimeout = TimeSpan.FromSeconds(2),
            StreamIdleTimeout = TimeSpan.FromSeconds(3),
            ResponseTimeout = TimeSpan.FromSeconds(4),
            MaxRetries = 5,
            MaxRetryDelay = TimeSpan.FromSeconds(6),
            RetryTimeouts = true,
            Fallbacks = [new RouteurTarget("gemini", "gemini-2.5-pro")],
            TotalTimeout = TimeSpan.FromSeconds(7),
            RespectRateLimits = false,
            QueueLimit = 8,
            QueueTimeout = TimeSpan.FromSeconds(9),
            LoadError = new InvalidOperationException(),
        };
        var copy = new RouteurOptions();
        original.CopyTo(copy);

        foreach (PropertyInfo property in typeof(RouteurOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            object? value = property.GetValue(original);
            Assert.NotEqual(property.GetValue(new RouteurOptions()), value); // else this test would not see that it was forgotten
            Assert.Equal(value, property.GetValue(copy));
        }
    }

    [Fact]
    public void Fallbacks_are_checked_and_copied()
    {
        var target = new RouteurTarget(" gemini ");
        RouteurSettings settings = Create(o => (o.ApiKey, o.Fallbacks) = (Key, [target]));
        target.Provider = "changed";

        Assert.Equal([new RouteurTarget("gemini")], settings.Fallbacks);
        Assert.Contains("Fallbacks[1]", Rejected(o => Set(o, nameof(o.Fallbacks), (RouteurTarget[])[new RouteurTarget("a"), new RouteurTarget(" ")])).Message, StringComparison.Ordinal);
        Assert.Contains("Fallbacks[0]", Rejected(o => Set(o, nameof(o.Fallbacks), (RouteurTarget[])[null!])).Message, StringComparison.Ordinal);
        Assert.Contains("Fallbacks[0].Model", Rejected(o => Set(o, nameof(o.Fallbacks), (RouteurTarget[])[new RouteurTarget("a", "b\nc")])).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 10", Rejected(o => Set(o, nameof(o.Fallbacks), (RouteurTarget[])[.. Enumerable.Repeat(target, 11)])).Message, StringComparison.Ordinal);
        Assert.Empty(Create(o => (o.ApiKey, o.Fallbacks) = (Key, null!)).Fallbacks);
    }

    private static RouteurSettings Create(Action<RouteurOptions> change)
    {
        var options = new RouteurOptions();
        change(options);
        return RouteurSettings.Create(options, NoEnvironment);
    }

    private static ArgumentException Rejected(Action<RouteurOptions> change) => Assert.Throws<ArgumentException>(() => Create(change));

    private static void Set(RouteurOptions options, string setting, object value)
    {
        options.ApiKey = Key;
        typeof(RouteurOptions).GetProperty(setting)!.SetValue(options, value);
    }
}
