using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Chat;

public sealed class DryRunTests
{
    [Theory]
    [InlineData(TestCaller.Hello)]
    [InlineData(TestCaller.HelloStream)]
    public async Task A_dry_run_tells_the_route_and_nothing_else(string body)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(body, ("Routeur-Dry-Run", "true"), ("Routeur-Provider", "deepseek"));

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("deepseek-chat", reply.Json.GetProperty("model").GetString());
        Assert.Equal("deepseek", reply.Trace.GetProperty("provider").GetString());
        Assert.Equal("header", reply.Trace.GetProperty("route_reason").GetString());
        Assert.Equal(0, reply.Trace.GetProperty("total_tokens").GetInt32());
        Assert.Equal(0m, reply.Trace.GetProperty("cost_usd").GetDecimal());
        Assert.False(reply.Json.TryGetProperty("choices", out _));
    }

    [Fact]
    public async Task A_dry_run_has_the_documented_block()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"));

        Golden.ShouldMatch(
            reply.Trace.GetRawText(),
            "routeur-block",
            "request_id", "organization_id", "api_key_id", "requested_model", "latency_ms", "prompt_tokens", "completion_tokens", "total_tokens", "cost_usd", "status_code");
    }

    [Fact]
    public async Task A_dry_run_costs_no_tokens_and_takes_no_scripted_reply()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { TokensPerMinute = 100 });
        caller.Gateway.Enqueue(ScriptedReply.Text("scripted"));

        TestReply dry = await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"));
        TestReply wet = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal("100", dry.Header("X-Routeur-RateLimit-Tokens-Remaining"));
        Assert.Equal("599", dry.Header("X-Routeur-RateLimit-Requests-Remaining"));
        Assert.Equal("scripted", wet.Text);
    }

    [Fact]
    public async Task A_dry_run_fails_where_the_call_would_not_find_its_way()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"), ("Routeur-Provider", "nobody"));

        reply.ShouldBeError(HttpStatusCode.BadGateway, "upstream_error", "provider_unconfigured");
    }

    [Theory]
    [InlineData("Routeur-Dry-Run", "yes")]
    [InlineData("Routeur-Trace", "1")]
    public async Task A_flag_that_is_neither_true_nor_false_is_refused(string header, string value)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(TestCaller.Hello, (header, value));

        reply.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", $"{header} must be true or false, not '{value}'");
    }
}
