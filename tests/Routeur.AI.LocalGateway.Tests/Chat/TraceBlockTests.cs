using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Chat;

public sealed class TraceBlockTests
{
    [Fact]
    public async Task The_block_is_the_whole_trace_record()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = new FakeTimeProvider() });

        TestReply reply = await caller.SendAsync(TestCaller.Hello, ("Routeur-Trace", "true"));

        Assert.Equal(
            """{"request_id":"<id>","organization_id":"org_local","api_key_id":"key_local","provider":"openai","model":"gpt-4o-mini","""
            + "\"requested_model\":\"auto\",\"route_reason\":\"default\",\"latency_ms\":0,\"prompt_tokens\":3,\"completion_tokens\":11,"
            + "\"total_tokens\":14,\"cost_usd\":0.00000705,\"status_code\":200,\"redactions\":0}",
            TestCaller.WithoutIds(reply.Trace.GetRawText()));
        Assert.Equal("chatcmpl_" + reply.Trace.GetProperty("request_id").GetString(), reply.Json.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    public async Task It_comes_only_when_it_is_asked_for(string? header, bool comes)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await (header is null ? caller.SendAsync(TestCaller.Hello) : caller.SendAsync(TestCaller.Hello, ("Routeur-Trace", header)));

        Assert.Equal(comes, reply.Json.TryGetProperty("routeur", out _));
    }

    [Fact]
    public async Task The_cost_is_that_of_the_documented_sample()
    {
        // 13 and 7 tokens of gpt-4o-mini cost 0.00000615 USD [/guides/traces].
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Text(new string('x', 7 * 4)));

        TestReply reply = await caller.SendAsync(
            $$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', 13 * 4)}}"}]}""", ("Routeur-Trace", "true"));

        Assert.Equal(0.00000615m, reply.Trace.GetProperty("cost_usd").GetDecimal());
    }

    [Fact]
    public async Task The_latency_is_the_time_until_the_answer_was_there()
    {
        var time = new SteppedTime();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time, ChunkDelay = TimeSpan.FromMilliseconds(250) });
        caller.Gateway.Enqueue(ScriptedReply.Text("one two"));

        Task<TestReply> sending = caller.SendAsync(TestCaller.Hello, ("Routeur-Trace", "true"));
        for (int pieces = 4; pieces > 0; pieces--)
        {
            await time.StepAsync();
        }

        Assert.Equal(1000, (await sending).Trace.GetProperty("latency_ms").GetInt32());
    }

    [Fact]
    public async Task Request_ids_are_unique_and_grow_with_time()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });

        var ids = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            JsonElement trace = (await caller.SendAsync(TestCaller.Hello, ("Routeur-Trace", "true"))).Trace;
            ids.Add(trace.GetProperty("request_id").GetString()!);
        }

        Assert.All(ids, id => Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", id));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
    }
}
