using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Routing;

/// <summary>Whose fallback targets are in force: those of the level that named the target, and no other's.</summary>
public sealed class FallbackRoutingTests : IDisposable
{
    private static readonly RouteurTarget Client = new("client");
    private static readonly RouteurTarget Scope = new("scope");
    private static readonly RouteurTarget Call = new("call", "model");
    private static readonly RouteurTarget Constraint = new("constraint");

    private readonly RouteurClient _client = new(TestClients.Options(o => o.Fallbacks = [Client]));

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Fallbacks_belong_to_the_level_that_named_the_target()
    {
        foreach (bool step in new[] { false, true })
        {
            Assert.Equal([Client], await Decided(step));
            Assert.Equal([Call], await Decided(step, new ChatOptions { ModelId = "auto" }.WithRouteurFallbacks(Call)));
            Assert.Equal([Call], await Decided(step, new ChatOptions().WithRouteur("openai").WithRouteurFallbacks(Call)));
            Assert.Empty(await Decided(step, new ChatOptions { ModelId = "gpt-4o" }));

            using (RouteurRouting.BeginScope("gemini", fallbacks: [Scope]))
            {
                Assert.Equal([Scope], await Decided(step));
                Assert.Equal([Call], await Decided(step, new ChatOptions { ModelId = "auto" }.WithRouteurFallbacks(Call)));
                Assert.Empty(await Decided(step, new ChatOptions { ModelId = "gpt-4o" }));
            }

            using (RouteurRouting.BeginScope("gemini"))
            {
                Assert.Empty(await Decided(step));
            }

            using (RouteurRouting.BeginScope("eu-only", overrideCalls: true, fallbacks: [Constraint]))
            using (RouteurRouting.BeginScope("gemini", fallbacks: [Scope]))
            {
                Assert.Equal([Constraint], await Decided(step, new ChatOptions { ModelId = "auto" }.WithRouteurFallbacks(Call)));
            }

            using (RouteurRouting.BeginScope("eu-only", overrideCalls: true))
            {
                Assert.Empty(await Decided(step, new ChatOptions { ModelId = "auto" }.WithRouteurFallbacks(Call)));
            }
        }
    }

    [Fact]
    public async Task A_step_behind_that_steers_anew_does_not_inherit_the_fallbacks_of_a_lower_level()
    {
        var inner = new RecordingChatClient(_client);
        await inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.WithRouteur("openai")).Build().AskAsync();
        await inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.ModelId = "gpt-4o").Build().AskAsync();
        await inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.WithRouteur("openai").WithRouteurFallbacks(Call)).Build().AskAsync();

        Assert.Empty(inner.Calls[0].Decision.Fallbacks);
        Assert.Empty(inner.Calls[1].Decision.Fallbacks);
        Assert.Equal([Call], inner.Calls[2].Decision.Fallbacks);
    }

    [Fact]
    public void Fallbacks_without_a_target_are_an_error_that_says_how_to_name_one()
    {
        using var chat = new RouteurChatClient(_client);

        ArgumentException call = Assert.Throws<ArgumentException>(() => chat.ExplainRouting(new ChatOptions().WithRouteurFallbacks(Call)));
        ArgumentException scope = Assert.Throws<ArgumentException>(() => RouteurRouting.BeginScope(fallbacks: [Scope]));

        Assert.Contains("ModelId", call.Message, StringComparison.Ordinal);
        Assert.Contains("Name a provider or a model", scope.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fallbacks_can_be_set_by_hand_in_every_form_that_configuration_and_frameworks_bring()
    {
        RouteurTarget[] expected = [new("gemini", "gemini-2.5-pro"), new(null, "gpt-4o")];
        const string Json = """[{"provider":"gemini","model":"gemini-2.5-pro"},{"Model":"gpt-4o"}]""";
        object[] forms =
        [
            Json,
            JsonDocument.Parse(Json).RootElement,
            expected,
            expected.ToList(),
            new object[] { expected[0], new Dictionary<string, object?> { ["model"] = "gpt-4o" } },
            JsonDocument.Parse(Json).RootElement.EnumerateArray().Select(item => (object?)item),
        ];

        foreach (object form in forms)
        {
            Assert.Equal(expected, await Decided(step: true, new ChatOptions { ModelId = "auto", AdditionalProperties = new() { ["routeur_fallbacks"] = form } }));
        }

        foreach (object? nothing in new object?[] { null, " ", "[]", JsonDocument.Parse("null").RootElement })
        {
            Assert.Empty(await Decided(step: false, new ChatOptions { ModelId = "auto", AdditionalProperties = new() { ["routeur_fallbacks"] = nothing } }));
        }
    }

    [Theory]
    [InlineData("gemini")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("""[{"provider":1}]""")]
    [InlineData("""[{"provder":"gemini"}]""")]
    [InlineData("[{\"provider\":\"a\\r\\nb\"}]")]
    [InlineData(1)]
    public void Fallbacks_that_cannot_be_read_name_their_key(object value)
    {
        using var chat = new RouteurChatClient(_client);
        var options = new ChatOptions { ModelId = "auto", AdditionalProperties = new() { ["routeur_fallbacks"] = value } };

        ArgumentException error = Assert.Throws<ArgumentException>(() => chat.ExplainRouting(options));

        Assert.Contains("routeur_fallbacks", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fallbacks_survive_the_caches_key_and_say_so_in_the_decision()
    {
        ChatOptions options = new ChatOptions { ModelId = "auto" }.WithRouteurFallbacks(Call);
        using var chat = new RouteurChatClient(_client);

        Assert.Contains("\"call\"", JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions), StringComparison.Ordinal);
        Assert.Contains("then call/model", chat.ExplainRouting(options.Clone()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyed_clients_list_replaces_the_inherited_one()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            $$"""
            { "Routeur": { "ApiKey": "{{TestClients.Key}}", "Fallbacks": [ { "Provider": "gemini", "Model": "gemini-2.5-pro" }, { "Model": "gpt-4o" } ] },
              "Own": { "Fallbacks": [ { "Provider": "deepseek" } ] },
              "None": { "Fallbacks": [] },
              "Bad": { "Fallbacks": [ { "Provder": "deepseek" } ] } }
            """))).Build();
        using ServiceProvider services = TestContainer.Build(
            s =>
            {
                s.AddRouteurChatClient();
                s.AddKeyedRouteurChatClient("same");
                s.AddKeyedRouteurChatClient("own", configuration.GetSection("Own"));
                s.AddKeyedRouteurChatClient("none", configuration.GetSection("None"));
                s.AddKeyedRouteurChatClient("bad", configuration.GetSection("Bad"));
            },
            configuration);

        RouteurTarget[] inherited = [new("gemini", "gemini-2.5-pro"), new(null, "gpt-4o")];
        Assert.Equal(inherited, services.Settings().Fallbacks);
        Assert.Equal(inherited, services.Settings("same").Fallbacks);
        Assert.Equal([new RouteurTarget("deepseek")], services.Settings("own").Fallbacks);
        Assert.Empty(services.Settings("none").Fallbacks);
        Assert.Contains("Fallbacks[0]", Assert.Throws<ArgumentException>(() => services.Settings("bad")).Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<RouteurTarget>> Decided(bool step, ChatOptions? options = null)
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = step ? inner.AsBuilder().UseRouteurRouting().Build() : inner;
        await chat.AskAsync(options);
        return inner.Calls[0].Decision.Fallbacks;
    }
}
