using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Simulation;

public sealed class SimulatedModelTests
{
    [Theory]
    [InlineData("""{"role":"system","content":"Be brief."}""", "You said nothing.")]
    [InlineData("""{"role":"user","content":"One"},{"role":"assistant","content":"Two"},{"role":"user","content":"Three"}""", "You said: Three")]
    [InlineData("""{"role":"user","content":"One"},{"role":"assistant","content":"Two"}""", "You said: One")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"One "},{"type":"text","text":"two"}]}""", "You said: One two")]
    [InlineData(
        """
        {"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
        {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}},{"type":"file","file":{"file_id":"f"}}]}
        """,
        "You said: Look (with image_url, input_audio, file)")]
    public async Task It_repeats_the_users_last_words(string messages, string answer)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync($$"""{"model":"auto","messages":[{{messages}}]}""");

        Assert.Equal("[openai/gpt-4o-mini] " + answer, reply.Text);
    }

    [Fact]
    public async Task It_repeats_the_beginning_of_long_words_only_and_never_half_a_character()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            $$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', 199)}}🚀 and on"}]}""");

        Assert.Equal($"[openai/gpt-4o-mini] You said: {new string('x', 199)}", reply.Text);
    }

    [Fact]
    public async Task A_stream_cuts_no_character_in_half()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        string rockets = string.Concat(Enumerable.Repeat("🚀", 50)) + "x" + string.Concat(Enumerable.Repeat("🚀", 20));

        TestReply reply = await caller.SendAsync($$"""{"model":"auto","stream":true,"messages":[{"role":"user","content":"{{rockets}}"}]}""");

        string text = string.Concat(TestCaller.Chunks(reply)[1..^1].Select(
            c => c.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
        Assert.EndsWith(rockets, text);
    }

    [Fact]
    public async Task Whatever_is_not_text_counts_as_a_hundred_tokens()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            """
            {"model":"auto","messages":[{"role":"system","content":"12345"},
              {"role":"user","content":[{"type":"text","text":"1234"},{"type":"image_url","image_url":{"url":"https://example.com/"}}]}]}
            """);

        Assert.Equal(103, reply.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task It_speaks_JSON_when_it_is_asked_to()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            """{"model":"auto","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("""{"answer":"[openai/gpt-4o-mini] You said: Hi"}""", reply.Text);
    }

    [Fact]
    public async Task It_fits_the_schema_that_it_is_given()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            """
            {"model":"auto","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"person","strict":true,
              "schema":{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"],"additionalProperties":false}}}}
            """);

        Assert.Equal("""{"name":"name","age":1}""", reply.Text);
    }
}
