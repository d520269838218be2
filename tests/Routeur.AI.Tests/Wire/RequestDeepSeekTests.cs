using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using static Routeur.AI.Tests.Wire.RequestBody;

namespace Routeur.AI.Tests.Wire;

public sealed class RequestDeepSeekTests
{
    private static readonly RouteurDecision DeepSeek = Decision("deepseek-chat");

    [Theory]
    [InlineData("auto", "deepseek", null, true)]
    [InlineData("auto", "DeepSeek", "x", true)]
    [InlineData("deepseek-chat", null, null, true)]
    [InlineData("DeepSeek-Reasoner", null, null, true)]
    [InlineData("auto", null, "deepseek-chat", true)]
    [InlineData("auto", null, null, false)]
    [InlineData("gpt-4o", "openai", "gpt-4o", false)]
    [InlineData("deepseek-chat", "openai", "gpt-4o", false)]
    [InlineData("team/deepseek", null, null, false)]
    public void The_cap_has_the_name_that_the_provider_knows(string model, string? provider, string? forcedModel, bool isDeepSeek)
    {
        JsonObject body = Of(new ChatOptions { MaxOutputTokens = 9 }, Decision(model, provider, forcedModel));

        Assert.Equal(9, body[isDeepSeek ? "max_tokens" : "max_completion_tokens"]!.GetValue<int>());
        Assert.False(body.ContainsKey(isDeepSeek ? "max_completion_tokens" : "max_tokens"));
    }

    [Fact]
    public void Reasoning_goes_back_with_tool_calls_only()
    {
        JsonObject calls = Message(Assistant(new TextReasoningContent("because"), new FunctionCallContent("c", "f")), DeepSeek);
        JsonObject answer = Message(Assistant(new TextReasoningContent("because"), new TextContent("so")), DeepSeek);

        Assert.Equal("because", calls["reasoning_content"]!.GetValue<string>());
        Assert.Equal("", calls["content"]!.GetValue<string>());
        Assert.False(answer.ContainsKey("reasoning_content"));
    }

    [Theory]
    [InlineData("auto", null, "deepseek", true)]
    [InlineData("auto", null, "openai", false)]
    [InlineData("gpt-4o", null, "deepseek", false)]
    [InlineData("auto", "openai", "deepseek", false)]
    public void Under_auto_the_turns_own_trace_says_whether_its_reasoning_is_wanted(string model, string? provider, string cameFrom, bool wanted)
    {
        ChatMessage turn = Assistant(new TextReasoningContent("because"), new FunctionCallContent("c", "f"));
        turn.AdditionalProperties = new() { ["routeur"] = JsonSerializer.SerializeToElement(new { provider = cameFrom }) };

        Assert.Equal(wanted, Message(turn, Decision(model, provider)).ContainsKey("reasoning_content"));
    }

    [Fact]
    public void Several_texts_are_one_string_because_lists_of_texts_are_refused()
    {
        Assert.Equal("a\nb\nc", Content(Message(User(new TextContent("a"), new TextContent("b"), new TextContent("c")), DeepSeek)));
        Assert.Equal("a\nb", Content(Message(Assistant(new TextContent("a"), new TextContent("b")), DeepSeek)));
        Assert.Equal("a\nb", Content(Message(Tool(new FunctionResultContent("c", new AIContent[] { new TextContent("a"), new TextContent("b") })), DeepSeek)));
    }

    [Fact]
    public void Other_parts_keep_their_list() =>
        Assert.Equal(2, Message(User(new TextContent("a"), new HostedFileContent("f")), DeepSeek)["content"]!.AsArray().Count);

    private static string Content(JsonObject message) => message["content"]!.GetValue<string>();
}
