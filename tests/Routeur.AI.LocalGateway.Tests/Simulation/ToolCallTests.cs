using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Simulation;

public sealed class ToolCallTests
{
    private const string Weather =
        """{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":2}},"required":["city"]}}}""";

    private const string Clock = """{"type":"function","function":{"name":"get_time"}}""";
    private const string Question = """{"role":"user","content":"What is the weather?"}""";

    [Theory]
    [InlineData("")]
    [InlineData(",\"tool_choice\":\"auto\"")]
    [InlineData(",\"tool_choice\":\"required\"")]
    public async Task The_first_tool_is_called_with_arguments_that_fit(string choice)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync($$"""{"model":"auto","messages":[{{Question}}],"tools":[{{Weather}},{{Clock}}]{{choice}}}""");

        Assert.Equal(JsonValueKind.Null, reply.Message.GetProperty("content").ValueKind);
        Assert.Equal("tool_calls", reply.Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        JsonElement call = Assert.Single(reply.Message.GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("function", call.GetProperty("type").GetString());
        Assert.StartsWith("call_", call.GetProperty("id").GetString());
        Assert.Equal("get_weather", call.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("""{"city":"city","days":2}""", call.GetProperty("function").GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task The_tool_that_is_named_is_called_and_one_without_parameters_gets_none()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            $$"""{"model":"auto","messages":[{{Question}}],"tools":[{{Weather}},{{Clock}}],"tool_choice":{"function":{"name":"get_time"} } }""");

        JsonElement function = reply.Message.GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal("get_time", function.GetProperty("name").GetString());
        Assert.Equal("{}", function.GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task No_tool_is_called_when_the_caller_wants_none()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            $$"""{"model":"auto","messages":[{{Question}}],"tools":[{{Weather}}],"tool_choice":"none"}""");

        Assert.Equal("[openai/gpt-4o-mini] You said: What is the weather?", reply.Text);
    }

    [Fact]
    public async Task Tool_results_are_answered_with()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            $$$"""
            {"model":"auto","tools":[{{{Weather}}},{{{Clock}}}],"tool_choice":"required","messages":[{{{Question}}},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"a","type":"function","function":{"name":"get_weather","arguments":"{}"}},
                {"id":"b","type":"function","function":{"name":"get_time","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"a","content":"sunny"},
              {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"noon"}]}]}
            """);

        Assert.Equal("[openai/gpt-4o-mini] get_weather returned: sunny; get_time returned: noon", reply.Text);
    }

    [Fact]
    public async Task A_streamed_call_comes_in_pieces()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        JsonElement[] chunks = TestCaller.Chunks(
            await caller.SendAsync($$"""{"model":"auto","stream":true,"messages":[{{Question}}],"tools":[{{Weather}}]}"""));

        JsonElement[] pieces = [.. chunks[..^1].Select(c => c.GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls")[0])];
        Assert.Equal("get_weather", pieces[0].GetProperty("function").GetProperty("name").GetString());
        Assert.True(pieces.Length > 2);
        Assert.All(pieces, p => Assert.Equal(0, p.GetProperty("index").GetInt32()));
        Assert.All(pieces[1..], p => Assert.False(p.TryGetProperty("id", out _)));
        Assert.Equal(
            """{"city":"city","days":2}""",
            string.Concat(pieces.Select(p => p.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Equal("tool_calls", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }
}
