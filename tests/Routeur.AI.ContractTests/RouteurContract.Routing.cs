using System.Globalization;
using System.Net;
using System.Text.Json;
using Routeur.AI.ContractTests.Support;

namespace Routeur.AI.ContractTests;

/// <summary>Precedence, rules and models. The two models named here are the ones that the service's own samples name.</summary>
public abstract partial class RouteurContract
{
    private const string Provider = "openai", Small = "gpt-4o-mini", Large = "gpt-4o";

    [Fact, Trait("Statement", "S12")]
    public async Task Headers_win_over_the_body()
    {
        RouteurTrace trace = await TraceOfAsync(Small, Provider, Large);

        Assert.Equal((Provider, Large), (trace.Provider, trace.Model));
    }

    [Fact, Trait("Statement", "S12")]
    public async Task Under_both_headers_the_bodys_model_is_ignored_but_must_be_there()
    {
        (string, string)[] headers = [("Routeur-Provider", Provider), ("Routeur-Model", Small), WireCaller.Traced];

        Reply ignored = await Wire.ChatAsync(WireCaller.Say("Say hello.", "nobody-knows-this-model"), headers);
        Reply missing = await Wire.ChatAsync("""{"messages":[{"role":"user","content":"Say hello."}]}""", headers);

        Assert.Equal(Small, ignored.Trace.GetProperty("model").GetString());
        missing.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory, Trait("Statement", "S13")]
    [InlineData(Small)]
    [InlineData(Large)]
    public async Task An_explicit_id_pins_the_request(string model) => Assert.Equal(model, (await TraceOfAsync(model)).Model);

    [Fact, Trait("Statement", "S14")]
    public async Task Auto_goes_by_the_rules_or_the_default()
    {
        string? reason = (await TraceOfAsync("auto")).RouteReason;

        Assert.True(reason == "default" || reason?.StartsWith("rule:", StringComparison.Ordinal) == true, $"route_reason is {reason}");
    }

    [Fact, Trait("Statement", "S15"), Trait("Statement", "S16"), Trait("Statement", "S17")]
    public async Task The_enabled_rule_with_the_highest_priority_wins_and_gives_its_name()
    {
        string alias = Fresh(), winner = Fresh();

        await WithRulesAsync(
            async _ =>
            {
                RouteurTrace trace = await TraceOfAsync(alias);
                Assert.Equal(("rule:" + winner, Large), (trace.RouteReason, trace.Model));
                Assert.Equal(alias, trace.RequestedModel);
            },
            RouteDefinition.Pin(Fresh(), alias, Provider, Small, priority: 10),
            RouteDefinition.Pin(winner, alias, Provider, Large, priority: 20),
            Disabled(alias, priority: 30));
    }

    // Documented: ties are broken by insertion order. That the oldest wins is our reading.
    [Fact, Trait("Statement", "S18")]
    public async Task Of_two_rules_with_one_priority_the_older_wins()
    {
        string alias = Fresh(), older = Fresh();

        await WithRulesAsync(
            async _ => Assert.Equal("rule:" + older, (await TraceOfAsync(alias)).RouteReason),
            RouteDefinition.Pin(older, alias, Provider, Small, priority: 10),
            RouteDefinition.Pin(Fresh(), alias, Provider, Large, priority: 10));
    }

    [Fact, Trait("Statement", "S19")]
    public async Task A_rule_matches_the_exact_string_only()
    {
        string alias = Fresh(), longer = alias + "-2";

        await WithRulesAsync(
            async rules => Assert.Equal("rule:" + rules[1].Name, (await TraceOfAsync(longer)).RouteReason),
            RouteDefinition.Pin(Fresh(), alias, Provider, Small, priority: 20),
            RouteDefinition.Pin(Fresh(), longer, Provider, Large, priority: 10));
    }

    [Fact, Trait("Statement", "S20")]
    public async Task An_auto_rule_leaves_the_choice_to_the_service()
    {
        string alias = Fresh();

        await WithRulesAsync(
            async rules =>
            {
                RouteurTrace trace = await TraceOfAsync(alias);
                Assert.Equal("rule:" + rules[0].Name, trace.RouteReason);
                Assert.Equal(RouteActionKind.Auto, rules[0].ActionKind);
                Assert.NotNull(trace.Model);
            },
            new RouteDefinition
            {
                Name = Fresh(),
                ActionKind = RouteActionKind.Auto,
                Match = new RouteMatch { RequestedModel = alias },
                Action = new RouteAction(),
            });
    }

    [Fact, Trait("Statement", "S21"), Trait("Statement", "S22")]
    public async Task A_new_rule_comes_back_as_the_documented_object_with_its_defaults()
    {
        Mutates();
        string name = Fresh(), alias = Fresh();

        Reply reply = await Wire.CallAsync(
            HttpMethod.Post,
            "routes",
            $$$"""
            {"name":"{{{name}}}","action_kind":"pin","match":{"requested_model":"{{{alias}}}"},"action":{"provider":"openai","model":"gpt-4o"}}
            """);
        JsonElement route = reply.Json;
        await Client.Routes.DeleteAsync(route.GetProperty("id").GetString()!, CancellationToken.None);

        Assert.StartsWith("route_", route.GetProperty("id").GetString());
        Assert.Equal(name, route.GetProperty("name").GetString());
        Assert.Equal(0, route.GetProperty("priority").GetInt32());
        Assert.True(route.GetProperty("enabled").GetBoolean());
        Assert.Equal("pin", route.GetProperty("action_kind").GetString());
        Assert.Equal(alias, route.GetProperty("match").GetProperty("requested_model").GetString());
        Assert.Equal("openai", route.GetProperty("action").GetProperty("provider").GetString());
        Assert.Equal("gpt-4o", route.GetProperty("action").GetProperty("model").GetString());
        foreach (string time in new[] { "created_at", "updated_at" })
        {
            string written = route.GetProperty(time).GetString()!;
            Assert.Equal(TimeSpan.Zero, DateTimeOffset.Parse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).Offset);
        }
    }

    [Fact, Trait("Statement", "S23")]
    public async Task A_rules_name_is_taken_once()
    {
        string name = Fresh();

        await WithRulesAsync(
            async _ =>
            {
                RouteurException refused = await Assert.ThrowsAsync<RouteurException>(
                    () => Client.Routes.CreateAsync(RouteDefinition.Pin(name, Fresh(), Provider, Small), WireCaller.Cancel));
                Assert.InRange(refused.Status, 400, 499);
            },
            RouteDefinition.Pin(name, Fresh(), Provider, Small));
    }

    [Fact, Trait("Statement", "S24")]
    public async Task A_model_is_the_documented_object()
    {
        JsonElement model = (await Wire.CallAsync(HttpMethod.Get, "models/" + Small)).Json;

        Assert.Equal(Small, model.GetProperty("id").GetString());
        Assert.Equal(Provider, model.GetProperty("provider").GetString());
        Assert.Equal(JsonValueKind.Array, model.GetProperty("aliases").ValueKind);
        Assert.True(model.GetProperty("context_window").GetInt64() > 0);
        Assert.True(model.GetProperty("pricing").GetProperty("prompt").GetDecimal() >= 0);
        Assert.True(model.GetProperty("pricing").GetProperty("completion").GetDecimal() >= 0);
        Assert.True(model.GetProperty("configured").GetBoolean());
    }

    [Fact, Trait("Statement", "S25")]
    public async Task An_alias_finds_its_model()
    {
        RouteurModel model = await Client.Models.GetAsync("auto", WireCaller.Cancel);

        Assert.NotEqual("auto", model.Id);
        Assert.Contains("auto", model.Aliases!);
    }

    [Fact, Trait("Statement", "S26"), Trait("Statement", "S5")]
    public async Task A_model_that_nobody_knows_is_404() =>
        (await Wire.CallAsync(HttpMethod.Get, "models/nobody-knows-this-model")).ShouldBeError(HttpStatusCode.NotFound, "not_found");

    private static RouteDefinition Disabled(string alias, int priority) => new()
    {
        Name = Fresh(),
        Priority = priority,
        Enabled = false,
        ActionKind = RouteActionKind.Pin,
        Match = new RouteMatch { RequestedModel = alias },
        Action = new RouteAction { Provider = Provider, Model = Small },
    };
}
