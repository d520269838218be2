using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Scripting;

/// <summary>Which request gets which reply.</summary>
public sealed class ScriptTests
{
    private const string Bye = """{"model":"gpt-4o","messages":[{"role":"user","content":"Goodbye"}]}""";

    [Fact]
    public async Task A_reply_with_a_condition_waits_for_its_requests()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.When(request => request.Body.Contains("Goodbye"), ScriptedReply.Text("See you"));

        string[] texts = [
            (await caller.SendAsync(TestCaller.Hello)).Text,
            (await caller.SendAsync(Bye)).Text,
            (await caller.SendAsync(Bye)).Text];

        Assert.Equal(["[openai/gpt-4o-mini] You said: Hello there", "See you", "See you"], texts);
    }

    [Fact]
    public async Task A_condition_sees_where_the_request_goes()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.When(r => r.Route is { Model: "gpt-4o", Reason: "explicit" } && r.Method == "POST", ScriptedReply.Text("Yes"));

        Assert.Equal("Yes", (await caller.SendAsync(Bye)).Text);
    }

    [Fact]
    public async Task The_oldest_reply_that_fits_is_used()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Text("1"));
        caller.Gateway.When(_ => true, ScriptedReply.Text("2"), times: 2);
        caller.Gateway.Enqueue(ScriptedReply.Text("3"));
        Assert.Equal(4, caller.Gateway.PendingReplies);

        List<string> texts = [];
        for (int i = 0; i < 4; i++)
        {
            texts.Add((await caller.SendAsync(TestCaller.Hello)).Text);
        }

        Assert.Equal(["1", "2", "2", "3"], texts);
        Assert.Equal(0, caller.Gateway.PendingReplies);
    }

    [Fact]
    public async Task A_test_can_answer_by_itself()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.When(request => request.Route!.Model == "gpt-4o" ? ScriptedReply.Text($"{request.Body.Length}") : null);

        Assert.Equal($"{Bye.Length}", (await caller.SendAsync(Bye)).Text);
        Assert.StartsWith("[openai/gpt-4o-mini]", (await caller.SendAsync(TestCaller.Hello)).Text);
        Assert.Equal(0, caller.Gateway.PendingReplies);
    }

    [Fact]
    public async Task Prepared_replies_can_be_forgotten()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Text("1"));

        caller.Gateway.ClearReplies();

        Assert.Equal(0, caller.Gateway.PendingReplies);
        Assert.StartsWith("[openai/", (await caller.SendAsync(TestCaller.Hello)).Text);
    }

    [Fact]
    public async Task Parallel_requests_use_each_reply_once()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        for (int i = 0; i < 100; i++)
        {
            caller.Gateway.Enqueue(ScriptedReply.Text($"{i}"));
        }

        TestReply[] replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => caller.SendAsync(TestCaller.Hello)));

        Assert.Equal(Enumerable.Range(0, 100), replies.Select(r => int.Parse(r.Text, null)).Order());
    }

    [Fact]
    public async Task A_storm_of_rate_limits_passes()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.RateLimited(TimeSpan.FromSeconds(7)), times: 3);

        for (int i = 0; i < 3; i++)
        {
            TestReply refused = await caller.SendAsync(TestCaller.Hello);
            refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited", "requests per minute exceeded");
            Assert.Equal("7", refused.Header("Retry-After"));
        }

        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello)).Status);
    }

    [Theory]
    [InlineData(TestCaller.Hello)]
    [InlineData(TestCaller.HelloStream)]
    public async Task In_strict_mode_a_request_without_a_reply_fails_and_says_which(string body)
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { Strict = true });
        caller.Gateway.Enqueue(ScriptedReply.Text("Scripted"));

        TestReply first = await caller.SendAsync(TestCaller.Hello);
        TestReply second = await caller.SendAsync(body);

        Assert.Equal("Scripted", first.Text);
        second.ShouldBeError(
            HttpStatusCode.BadRequest,
            "unscripted_request",
            $"strict mode: no scripted reply is left for POST /v1/chat/completions → openai/gpt-4o-mini (default) with the body {body}");
    }

    [Fact]
    public async Task Strict_mode_quotes_the_beginning_of_a_long_request_only()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { Strict = true });

        TestReply reply = await caller.SendAsync($$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', 10_000)}}"}]}""");

        Assert.EndsWith("xxx…", reply.Error.GetProperty("message").GetString());
        Assert.InRange(reply.Body.Length, 500, 1_000);
    }

    [Fact]
    public async Task A_dry_run_needs_no_script()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { Strict = true });

        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"))).Status);
    }

    [Fact]
    public async Task A_condition_that_throws_is_told_to_the_client()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.When(_ => throw new InvalidTimeZoneException("no time"), ScriptedReply.Text("Never"));

        (await caller.SendAsync(TestCaller.Hello)).ShouldBeError(
            HttpStatusCode.BadRequest, "broken_script", "the script of the local gateway threw InvalidTimeZoneException: no time");
    }

    [Fact]
    public async Task A_script_that_cannot_be_is_refused()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        Assert.Throws<ArgumentNullException>("reply", () => caller.Gateway.Enqueue(null!));
        Assert.Throws<ArgumentOutOfRangeException>("times", () => caller.Gateway.Enqueue(ScriptedReply.Text(""), 0));
        Assert.Throws<ArgumentNullException>("matches", () => caller.Gateway.When(null!, ScriptedReply.Text("")));
        Assert.Throws<ArgumentNullException>("reply", () => caller.Gateway.When(_ => true, null!));
        Assert.Throws<ArgumentOutOfRangeException>("times", () => caller.Gateway.When(_ => true, ScriptedReply.Text(""), 0));
        Assert.Throws<ArgumentNullException>("reply", () => caller.Gateway.When((Func<RecordedRequest, ScriptedReply?>)null!));
    }
}
