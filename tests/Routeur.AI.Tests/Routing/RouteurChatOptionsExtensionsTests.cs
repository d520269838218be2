using System.Text.Json;
using Microsoft.Extensions.AI;
using static Routeur.AI.Tests.Routing.RoutingPrecedenceTests;

namespace Routeur.AI.Tests.Routing;

public class RouteurChatOptionsExtensionsTests
{
    [Fact]
    public void The_wish_is_kept_as_plain_values_in_the_same_options()
    {
        var options = new ChatOptions();

        Assert.Same(options, options.WithRouteur("openai", "gpt-4o", trace: false));

        Assert.Equal(
            new Dictionary<string, object?> { ["routeur_provider"] = "openai", ["routeur_model"] = "gpt-4o", ["routeur_trace"] = false },
            options.AdditionalProperties!.ToDictionary());
    }

    [Fact]
    public void Saying_nothing_changes_nothing()
    {
        Assert.Null(new ChatOptions().WithRouteur().AdditionalProperties);
        Assert.Null(new ChatOptions().WithRouteur(provider: "", model: " ").AdditionalProperties);
    }

    [Fact]
    public void Null_leaves_an_earlier_wish_and_an_empty_text_takes_it_back()
    {
        ChatOptions options = new ChatOptions().WithRouteur("openai", "gpt-4o").WithRouteur(model: "gpt-4o-mini").WithRouteur(trace: true);
        AssertSent(Resolve(options), RouteurDecisionLevel.Call, "openai", "gpt-4o-mini", "gpt-4o-mini");

        AssertSent(Resolve(options.WithRouteur(provider: "")), RouteurDecisionLevel.Call, null, "gpt-4o-mini", "gpt-4o-mini");
        AssertSent(Resolve(options.WithRouteur(model: "")), RouteurDecisionLevel.Client, null, null, "auto");
    }

    [Theory]
    [InlineData("openai\r\nX-Evil: 1", "line break")]
    [InlineData("openai\n", null)]
    [InlineData("open\nai", "line break")]
    [InlineData("open\0ai", "U+0000")]
    [InlineData("open\tai", "U+0009")]
    [InlineData("open\u007fai", "U+007F")]
    [InlineData("opénai", "U+00E9")]
    [InlineData("😀", "U+D83D")]
    public void A_value_that_cannot_go_into_a_header_is_refused_by_name(string value, string? problem)
    {
        if (problem is null)
        {
            Assert.Equal("openai", new ChatOptions().WithRouteur(value).AdditionalProperties!["routeur_provider"]);
            return;
        }

        var options = new ChatOptions();
        AssertRefused("provider", problem, () => options.WithRouteur(provider: value));
        AssertRefused("model", problem, () => options.WithRouteur(model: value));
        AssertRefused("provider", problem, () => RouteurRouting.BeginScope(provider: value).Dispose());
        AssertRefused("model", problem, () => RouteurRouting.BeginScope(model: value).Dispose());
        Assert.Null(options.AdditionalProperties);
        Assert.Null(RouteurRouting.Current);

        options.AdditionalProperties = new() { ["routeur_provider"] = value };
        AssertRefused("routeur_provider", problem, () => Resolve(options));
        options.AdditionalProperties = new() { ["routeur_model"] = JsonSerializer.SerializeToElement(value) };
        AssertRefused("routeur_model", problem, () => Resolve(options));
    }

    [Fact]
    public void A_value_of_more_than_256_characters_is_refused()
    {
        Assert.Equal("gpt", new ChatOptions().WithRouteur(model: "gpt" + new string(' ', 300)).AdditionalProperties!["routeur_model"]);
        Assert.Equal(256, Resolve(new ChatOptions().WithRouteur(model: new string('x', 256))).ForcedModel!.Length);
        AssertRefused("model", "257 characters", () => new ChatOptions().WithRouteur(model: new string('x', 257)));
    }

    [Fact]
    public void A_wish_survives_a_copy_and_JSON()
    {
        ChatOptions options = new ChatOptions { ModelId = "gpt-4o-mini" }.WithRouteur("openai", trace: false);
        string json = JsonSerializer.Serialize(options.Clone(), AIJsonUtilities.DefaultOptions);
        ChatOptions back = JsonSerializer.Deserialize<ChatOptions>(json, AIJsonUtilities.DefaultOptions)!;
        Assert.IsType<JsonElement>(back.AdditionalProperties!["routeur_provider"]);

        RouteurDecision decision = Resolve(back);

        AssertSent(decision, RouteurDecisionLevel.Call, "openai", "gpt-4o-mini", "gpt-4o-mini");
        Assert.False(decision.Trace);
    }

    public static TheoryData<string, bool?> Flags => new()
    {
        { "true", true }, { "false", false }, { "\"true\"", true }, { "\"False\"", false }, { "null", null },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_flag_may_be_a_boolean_or_its_text(string json, bool? expected)
    {
        JsonElement element = JsonElement.Parse(json);
        object? plain = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Null => null,
            _ => element.GetBoolean(),
        };

        foreach (object? value in new[] { element, plain })
        {
            foreach (bool client in new[] { true, false })
            {
                var options = new ChatOptions { AdditionalProperties = new() { ["routeur_trace"] = value } };
                Assert.Equal(expected ?? client, Resolve(options, client: RoutingMatrix.Settings(trace: client)).Trace);
            }
        }
    }

    public static TheoryData<string, string, string> WrongTypes => new()
    {
        { "routeur_provider", "5", "a string" }, { "routeur_provider", "true", "a string" }, { "routeur_provider", "[\"openai\"]", "a string" },
        { "routeur_model", "{}", "a string" }, { "routeur_model", "1.5", "a string" },
        { "routeur_trace", "1", "true or false" }, { "routeur_trace", "\"yes\"", "true or false" }, { "routeur_trace", "\"\"", "true or false" },
        { "routeur_decided_by", "7", "a string" }, { "routeur_decided_by", "\"me\"", "written by the routing step" },
        { "routeur_default_model", "7", "a string" },
    };

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public void A_value_of_the_wrong_type_is_refused_by_its_key(string key, string json, string expected)
    {
        JsonElement element = JsonElement.Parse(json);
        object? plain = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.Array => element.EnumerateArray().Select(item => (object?)item.GetString()),
            _ => new object(),
        };

        AssertRefused(key, expected, () => Resolve(new ChatOptions { AdditionalProperties = new() { [key] = element } }));
        AssertRefused(key, expected, () => Resolve(new ChatOptions { AdditionalProperties = new() { [key] = plain } }));
    }

    [Theory]
    [InlineData("routeur_region")]
    [InlineData("routeur_")]
    [InlineData("Routeur_Modell")]
    [InlineData("routeur_dry_run")]
    public void An_unknown_key_is_refused_with_the_known_ones(string key)
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["temperature_unit"] = "C", [key] = "x" } };
        using IDisposable scope = RouteurRouting.BeginScope("gemini", overrideCalls: true);

        ArgumentException exception = AssertRefused(key, "routeur_provider, routeur_model, routeur_trace", () => Resolve(options));
        Assert.Contains($"[\"{key}\"]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_recognised_in_any_case_and_others_are_left_alone()
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["Routeur_Provider"] = " openai ", ["routeur"] = 1, ["ROUTEUR-x"] = 2 } };

        AssertSent(Resolve(options), RouteurDecisionLevel.Call, "openai", null, "auto");
    }

    [Fact]
    public void Null_options_are_refused() =>
        Assert.Throws<ArgumentNullException>("options", () => RouteurChatOptionsExtensions.WithRouteur(null!, "openai"));

    private static ArgumentException AssertRefused(string name, string problem, Action action)
    {
        var exception = Assert.Throws<ArgumentException>(action);
        Assert.Equal(name, exception.ParamName);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
