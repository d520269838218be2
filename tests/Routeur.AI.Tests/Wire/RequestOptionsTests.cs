using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using static Routeur.AI.Tests.Wire.RequestBody;

namespace Routeur.AI.Tests.Wire;

public sealed class RequestOptionsTests
{
    private static readonly AITool Tool = AIFunctionFactory.CreateDeclaration("f", "", JsonElement.Parse("{}"));

    [Theory]
    [InlineData(ReasoningEffort.None, "none")]
    [InlineData(ReasoningEffort.Low, "low")]
    [InlineData(ReasoningEffort.Medium, "medium")]
    [InlineData(ReasoningEffort.High, "high")]
    [InlineData(ReasoningEffort.ExtraHigh, "xhigh")]
    public void Every_reasoning_effort_has_its_word(ReasoningEffort effort, string word) =>
        Assert.Equal(word, Of(new ChatOptions { Reasoning = new() { Effort = effort } })["reasoning_effort"]!.GetValue<string>());

    [Fact]
    public void Additional_properties_go_out_under_their_own_names_whatever_their_type()
    {
        JsonObject body = Of(new ChatOptions
        {
            AdditionalProperties = new()
            {
                ["text"] = "a",
                ["number"] = 1.5,
                ["long"] = 5_000_000_000,
                ["flag"] = true,
                ["nothing"] = null,
                ["decimal"] = 1.25m,
                ["element"] = JsonSerializer.SerializeToElement(new { a = 1 }),
                ["node"] = new JsonObject { ["b"] = 2 },
                ["map"] = new Dictionary<string, object?> { ["c"] = new[] { 1, 2 } },
                ["texts"] = new Dictionary<string, string> { ["d"] = "e" },
                ["list"] = new List<object?> { 1, "a", null },
                ["lazy"] = Enumerable.Range(1, 3).Select(i => (object)i),
                ["bytes"] = new byte[] { 1, 2 },
                ["enum"] = DayOfWeek.Friday,
            },
        });

        Assert.Equal(
            """
            {"model":"auto","messages":[{"role":"user","content":"hi"}],"text":"a","number":1.5,"long":5000000000,"flag":true,"nothing":null,"decimal":1.25,"element":{"a":1},"node":{"b":2},"map":{"c":[1,2]},"texts":{"d":"e"},"list":[1,"a",null],"lazy":[1,2,3],"bytes":"AQI=","enum":"Friday"}
            """,
            body.ToJsonString());
    }

    [Fact]
    public void Our_own_keys_and_the_strict_flag_never_reach_the_body()
    {
        JsonObject body = Of(new ChatOptions
        {
            AdditionalProperties = new() { ["routeur_provider"] = "x", ["ROUTEUR_TRACE"] = true, ["routeur"] = "x", ["strict"] = true, ["kept"] = 1 },
        });

        Assert.Equal(["model", "messages", "kept"], body.Select(p => p.Key));
    }

    [Fact]
    public void A_typed_option_wins_over_an_additional_property_of_its_name()
    {
        JsonObject body = Of(new ChatOptions
        {
            Temperature = 1,
            MaxOutputTokens = 5,
            StopSequences = ["a"],
            Tools = [Tool],
            AdditionalProperties = new()
            {
                ["temperature"] = 0,
                ["max_tokens"] = 6,
                ["max_completion_tokens"] = 7,
                ["stop"] = "b",
                ["tools"] = "c",
                ["model"] = "d",
                ["messages"] = "e",
                ["stream"] = true,
            },
        });

        Assert.Equal(
            ["model", "messages", "temperature", "max_completion_tokens", "stop", "tools", "tool_choice"], body.Select(p => p.Key));
        Assert.Equal(1, body["temperature"]!.GetValue<int>());
        Assert.Equal(5, body["max_completion_tokens"]!.GetValue<int>());
    }

    [Fact]
    public void Without_a_typed_option_the_additional_property_is_sent() =>
        Assert.Equal(6, Of(new ChatOptions { AdditionalProperties = new() { ["max_tokens"] = 6 } })["max_tokens"]!.GetValue<int>());

    [Fact]
    public void Options_that_many_threads_share_are_not_changed()
    {
        var options = new ChatOptions
        {
            Temperature = 1,
            StopSequences = ["a"],
            Tools = [Tool],
            AdditionalProperties = new() { ["top_k"] = 3, ["routeur_provider"] = "openai" },
        };
        string before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);
        string expected = Of(options).ToJsonString();

        var bodies = new string[200];
        Parallel.For(0, bodies.Length, i => bodies[i] = Of(options, stream: false).ToJsonString());

        Assert.All(bodies, body => Assert.Equal(expected, body));
        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
    }

    [Fact]
    public void A_tools_own_strictness_comes_before_the_options()
    {
        AIFunction loose = AIFunctionFactory.Create(() => 1, new AIFunctionFactoryOptions
        {
            Name = "loose",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = JsonSerializer.SerializeToElement(false) },
        });

        JsonArray tools = Of(new ChatOptions { Tools = [loose, Tool], AdditionalProperties = new() { ["strict"] = true } })["tools"]!.AsArray();

        Assert.False(tools[0]!["function"]!["strict"]!.GetValue<bool>());
        Assert.True(tools[1]!["function"]!["strict"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    public void A_tool_without_parameters_still_has_an_object_schema(string schema) =>
        Assert.Equal(
            """{"type":"object","required":[],"properties":{},"additionalProperties":false}""",
            Of(new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("f", "", JsonElement.Parse(schema))] })["tools"]![0]!["function"]!["parameters"]!.ToJsonString());

    [Fact]
    public void A_schema_with_several_types_keeps_them() =>
        Assert.Equal(
            """["object","null"]""",
            Of(new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("f", "", JsonElement.Parse("""{"type":["object","null"]}"""))] })
                ["tools"]![0]!["function"]!["parameters"]!["type"]!.ToJsonString());

    [Fact]
    public void Web_search_takes_its_options_from_the_tool()
    {
        JsonObject body = Of(new ChatOptions
        {
            Tools =
            [
                new HostedWebSearchTool(new Dictionary<string, object?>
                {
                    ["SearchContextSize"] = OpenAI.Chat.ChatWebSearchContextSize.High,
                    ["user_location"] = new Dictionary<string, object?> { ["type"] = "approximate", ["approximate"] = new { city = "Köln" } },
                }),
            ],
        });

        Assert.Equal(
            """{"search_context_size":"high","user_location":{"type":"approximate","approximate":{"city":"K\u00F6ln"}}}""",
            body["web_search_options"]!.ToJsonString());
        Assert.False(body.ContainsKey("tools"));
        Assert.False(body.ContainsKey("tool_choice"));
    }
}
