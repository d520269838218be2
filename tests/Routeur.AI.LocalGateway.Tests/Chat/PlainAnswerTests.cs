using System.Net;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Chat;

public sealed class PlainAnswerTests
{
    [Fact]
    public async Task A_plain_answer_has_the_shape_of_OpenAIs()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });

        TestReply reply = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("application/json; charset=utf-8", reply.ContentType?.ToString());
        Assert.Equal(
            """{"id":"chatcmpl_<id>","object":"chat.completion","created":1800000000,"model":"gpt-4o-mini-2024-07-18","choices":["""
            + """{"index":0,"message":{"role":"assistant","content":"[openai/gpt-4o-mini] You said: Hello there","refusal":null},"""
            + "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":11,\"total_tokens\":14}}",
            TestCaller.WithoutIds(reply.Body));
    }

    [Fact]
    public async Task The_same_request_gets_the_same_answer_from_any_gateway()
    {
        await using TestCaller one = await TestCaller.StartAsync();
        await using TestCaller other = await TestCaller.StartAsync();

        Assert.Equal((await one.SendAsync(TestCaller.Hello)).Text, (await other.SendAsync(TestCaller.Hello)).Text);
    }

    [Fact]
    public async Task Fields_that_nobody_knows_do_no_harm()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(
            """{"model":"auto","messages":[{"role":"user","content":"Hi","weight":3}],"temperature":0.2,"n":1,"logit_bias":{},"made_up":[null]}""");

        Assert.Equal("[openai/gpt-4o-mini] You said: Hi", reply.Text);
    }

    [Fact]
    public async Task An_answer_stops_at_the_callers_token_limit()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync("""{"model":"auto","max_completion_tokens":3,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("[openai/gpt-", reply.Text);
        Assert.Equal("length", reply.Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(3, reply.Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Text_outside_ASCII_comes_back_as_it_went()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync("""{"model":"auto","messages":[{"role":"user","content":"Grüße 👩‍🚀 \"日本\""}]}""");

        Assert.EndsWith("Grüße 👩‍🚀 \"日本\"", reply.Text);
    }
}
