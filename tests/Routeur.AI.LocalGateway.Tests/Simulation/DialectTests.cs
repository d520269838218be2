using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Simulation;

/// <summary>What clients meet when a provider is not OpenAI, and that it can be switched off.</summary>
public sealed class DialectTests
{
    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]
        """;

    [Fact]
    public async Task Gemini_streams_a_whole_tool_call_without_an_id_and_stops()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(Ask("gemini-2.0-flash", Tools, stream: true)));

        JsonElement call = Assert.Single(chunks.SelectMany(ToolCalls));
        Assert.Equal("""{"index":0,"id":"","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"city\"}"}}""", call.GetRawText());
        Assert.Equal("stop", Choice(chunks[^1]).GetProperty("finish_reason").GetString());
        Assert.All(chunks, c => Assert.Equal("assistant", Delta(c).GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Gemini_numbers_several_tool_calls_alike()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.ToolCalls(("first", """{"a":1}"""), ("second", "{}")), times: 2);

        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(Ask("gemini-2.0-flash", stream: true)));
        TestReply plain = await caller.SendAsync(Ask("gemini-2.0-flash"));

        Assert.Equal([(0, "first", """{"a":1}"""), (0, "second", "{}")], chunks.SelectMany(ToolCalls).Select(
            c => (c.GetProperty("index").GetInt32(), Function(c, "name"), Function(c, "arguments"))));
        Assert.Equal([("", "first", """{"a":1}"""), ("", "second", "{}")], plain.Message.GetProperty("tool_calls").EnumerateArray().Select(
            c => (c.GetProperty("id").GetString(), Function(c, "name"), Function(c, "arguments"))));
        Assert.Equal("tool_calls", Choice(plain.Json).GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Others_number_several_tool_calls_and_cut_them_into_pieces()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.ToolCalls(("first", """{"city":"Oslo","unit":"C"}"""), ("second", "{}")));

        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(Ask("gpt-4o", stream: true)));

        ILookup<int, JsonElement> pieces = chunks.SelectMany(ToolCalls).ToLookup(c => c.GetProperty("index").GetInt32());
        Assert.Equal("""{"city":"Oslo","unit":"C"}""", string.Concat(pieces[0].Select(c => Function(c, "arguments"))));
        Assert.Equal("{}", string.Concat(pieces[1].Select(c => Function(c, "arguments"))));
        Assert.True(pieces[0].Count() > 2);
        Assert.Equal("tool_calls", Choice(chunks[^1]).GetProperty("finish_reason").GetString());
        Assert.Equal(2, pieces.Select(p => p.First().GetProperty("id").GetString()).Distinct().Count());
        Assert.Single(chunks, c => Delta(c).TryGetProperty("role", out _));
    }

    [Fact]
    public async Task DeepSeek_thinks_before_it_answers()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply plain = await caller.SendAsync(Ask("deepseek-chat"));
        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(Ask("deepseek-chat", stream: true)));

        Assert.Equal("The user has spoken. I repeat it.", plain.Message.GetProperty("reasoning_content").GetString());
        Assert.Equal("[deepseek/deepseek-chat] You said: Hi", plain.Text);
        string[] order = [.. chunks.Select(Delta).Select(d =>
            d.TryGetProperty("reasoning_content", out _) ? "reasoning" : d.TryGetProperty("content", out JsonElement c) && c.GetString() is { Length: > 0 } ? "content" : "-")];
        Assert.Equal(["-", "reasoning", "content", "-"], order.Where((kind, i) => i == 0 || kind != order[i - 1]));
        Assert.Equal("The user has spoken. I repeat it.", Joined(chunks, "reasoning_content"));
        Assert.Equal("[deepseek/deepseek-chat] You said: Hi", Joined(chunks, "content"));
    }

    [Fact]
    public async Task DeepSeek_counts_its_reasoning_and_its_cache_and_says_so_unasked()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        string prompt = new('x', 4 * 70);

        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(Ask("deepseek-chat", prompt: prompt, stream: true)));

        JsonElement usage = chunks[^1].GetProperty("usage");
        Assert.Equal("stop", Choice(chunks[^1]).GetProperty("finish_reason").GetString());
        Assert.Equal((70, 64, 6), (Number(usage, "prompt_tokens"), Number(usage, "prompt_cache_hit_tokens"), Number(usage, "prompt_cache_miss_tokens")));
        int reasoning = Number(usage.GetProperty("completion_tokens_details"), "reasoning_tokens");
        Assert.Equal(("The user has spoken. I repeat it.".Length + 3) / 4, reasoning);
        Assert.Equal(reasoning + (Joined(chunks, "content").Length + 3) / 4, Number(usage, "completion_tokens"));
        Assert.Equal(Number(usage, "prompt_tokens") + Number(usage, "completion_tokens"), Number(usage, "total_tokens"));
    }

    [Theory]
    [InlineData("\"max_completion_tokens\":2", "The user has spoken. I repeat it.", "[deepseek/deepseek-chat] You said: Hi", "stop")]
    [InlineData("\"max_tokens\":2", "The user", "", "length")]
    [InlineData("\"max_tokens\":11", "The user has spoken. I repeat it.", "[deepsee", "length")]
    public async Task DeepSeek_knows_one_limit_and_its_reasoning_counts(string limit, string reasoning, string text, string finish)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(Ask("deepseek-chat", limit));

        Assert.Equal(
            (reasoning, text, finish),
            (reply.Message.GetProperty("reasoning_content").GetString(), reply.Text, Choice(reply.Json).GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public async Task A_scripted_text_is_all_that_the_model_says_unless_its_reasoning_is_scripted_too()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Text("Yes"));
        caller.Gateway.Enqueue(ScriptedReply.Text("No", reasoning: "Hm."));

        Assert.False((await caller.SendAsync(Ask("deepseek-chat"))).Message.TryGetProperty("reasoning_content", out _));
        TestReply thought = await caller.SendAsync(Ask("gpt-4o"));

        Assert.Equal(("Hm.", "No"), (thought.Message.GetProperty("reasoning_content").GetString(), thought.Text));
        Assert.Equal(2, Number(thought.Json.GetProperty("usage"), "completion_tokens"));
    }

    [Fact]
    public async Task All_models_can_speak_plainly()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { Dialect = GatewayDialect.Plain });

        JsonElement[] gemini = TestCaller.Chunks(await caller.SendAsync(Ask("gemini-2.0-flash", Tools, stream: true)));
        TestReply deepSeek = await caller.SendAsync(Ask("deepseek-chat"));

        Assert.Equal("tool_calls", Choice(gemini[^1]).GetProperty("finish_reason").GetString());
        Assert.NotEqual("", gemini.SelectMany(ToolCalls).First().GetProperty("id").GetString());
        Assert.False(deepSeek.Message.TryGetProperty("reasoning_content", out _));
        Assert.Equal(["prompt_tokens", "completion_tokens", "total_tokens"], deepSeek.Json.GetProperty("usage").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task A_model_can_have_a_dialect_of_its_own()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            Dialect = GatewayDialect.Plain,
            Models = [new("o", "openai"), new("d", "deepseek"), new("m", "mistral") { Dialect = GatewayDialect.DeepSeek }],
        });

        bool[] thinking = [.. await Task.WhenAll(((string[])["o", "d", "m"]).Select(
            async model => (await caller.SendAsync(Ask(model))).Message.TryGetProperty("reasoning_content", out _)))];

        Assert.Equal([false, false, true], thinking);
    }

    private static string Ask(string model, string more = "\"n\":1", bool stream = false, string prompt = "Hi") =>
        $$"""{"model":"{{model}}",{{more}},"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{prompt}}"}]}""";

    private static JsonElement Choice(JsonElement answer) => answer.GetProperty("choices")[0];

    private static JsonElement Delta(JsonElement chunk) => Choice(chunk).GetProperty("delta");

    private static IEnumerable<JsonElement> ToolCalls(JsonElement chunk) =>
        Delta(chunk).TryGetProperty("tool_calls", out JsonElement calls) ? calls.EnumerateArray() : [];

    private static string? Function(JsonElement call, string name) => call.GetProperty("function").GetProperty(name).GetString();

    private static string Joined(JsonElement[] chunks, string name) =>
        string.Concat(chunks.Select(c => Delta(c).TryGetProperty(name, out JsonElement text) ? text.GetString() : null));

    private static int Number(JsonElement owner, string name) => owner.GetProperty(name).GetInt32();
}
