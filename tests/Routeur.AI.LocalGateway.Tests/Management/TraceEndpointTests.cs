using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Management;

public sealed class TraceEndpointTests
{
    private const string Path = "v1/traces";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_record_is_the_documented_one(bool stream)
    {
        // 13 and 7 tokens, one redaction, the sample's cost and latency [/guides/traces].
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            TimeProvider = time,
            StorePayloads = true,
            DlpRules = [new() { Name = "cards", Detector = GatewayDlpDetector.Preset, Pattern = "credit-card", Action = GatewayDlpAction.Redact }],
        });
        caller.Gateway.When(_ =>
        {
            time.Advance(TimeSpan.FromMilliseconds(2939));
            return ScriptedReply.Text(new string('x', 7 * 4));
        });

        TestReply reply = await caller.SayAsync(new string('x', (13 * 4) - 11) + " 4242424242424242", stream);
        JsonElement block = stream ? TestCaller.Chunks(reply)[^1].GetProperty("routeur") : reply.Trace;
        TestReply trace = await caller.CallAsync("GET", $"{Path}/{block.GetProperty("request_id").GetString()}");

        Assert.Equal(HttpStatusCode.OK, trace.Status);
        Golden.ShouldMatch(trace.Body, "trace", "matches");
        Golden.ShouldMatch(block.GetRawText(), "trace", "matches");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trace_is_there_as_soon_as_the_answer_is_and_says_what_the_block_said(bool stream)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SayAsync("Hello", stream);
        JsonElement block = stream ? TestCaller.Chunks(reply)[^1].GetProperty("routeur") : reply.Trace;
        TestReply trace = await caller.CallAsync("GET", $"{Path}/{block.GetProperty("request_id").GetString()}");

        Assert.Equal(block.GetRawText(), trace.Body);
    }

    [Fact]
    public async Task Every_chat_request_leaves_one_whatever_became_of_it()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            RequestsPerMinute = 9,
            DlpRules = [new() { Name = "stop", Detector = GatewayDlpDetector.Keyword, Pattern = "stop", Action = GatewayDlpAction.Block }],
        });
        caller.Gateway.Enqueue(ScriptedReply.Error(HttpStatusCode.GatewayTimeout, "upstream_error", "too slow"));
        caller.Gateway.Enqueue(ScriptedReply.Raw("<h1>Oops</h1>", "text/html", HttpStatusCode.ServiceUnavailable));

        await caller.SayAsync("Hello");
        await caller.SayAsync("Hello");
        await caller.SayAsync("stop it");
        await caller.SendAsync("not JSON");
        await caller.SendAsync("""{"model":"nobody-knows","messages":[{"role":"user","content":"Hi"}]}""");
        await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"));
        await caller.SendAsync(TestCaller.Hello, ("Routeur-Provider", "nobody"));
        await caller.CallAsync("GET", "v1/models");
        JsonElement[] traces = [.. (await caller.CallAsync("GET", Path)).Json.GetProperty("data").EnumerateArray().Reverse()];
        await caller.SayAsync("one too many");

        Assert.Equal(
            ["504 auto openai default", "503 auto openai default", "403 auto openai default", "400   ", "404 nobody-knows  ", "200 auto openai default", "502 auto  "],
            traces.Select(t => $"{t.GetProperty("status_code")} {t.GetProperty("requested_model")} {t.GetProperty("provider")} {t.GetProperty("route_reason")}"));
        Assert.All(traces, t => Assert.Equal(14, t.EnumerateObject().Count(p => p.Name != "matches")));
        Assert.All(traces, t => Assert.Equal(0, t.GetProperty("total_tokens").GetInt32()));
        Assert.Equal("stop", traces[2].GetProperty("matches")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task A_refusal_by_a_limit_leaves_one_too()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time, RequestsPerMinute = 1 });

        await caller.SendAsync(TestCaller.Hello);
        await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromMinutes(1));
        JsonElement traces = (await caller.CallAsync("GET", Path)).Json.GetProperty("data");

        Assert.Equal([429, 200], traces.EnumerateArray().Select(t => t.GetProperty("status_code").GetInt32()));
    }

    [Fact]
    public async Task A_client_that_left_before_the_answer_is_on_record()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        var arrived = new TaskCompletionSource();
        caller.Gateway.When(_ =>
        {
            arrived.SetResult();
            return ScriptedReply.Stall();
        });
        using var leaving = new CancellationTokenSource();
        using HttpRequestMessage request = TestCaller.Request(TestCaller.Hello);

        Task sending = caller.Http.SendAsync(request, leaving.Token);
        await arrived.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await caller.Gateway.Requests[0].Outcome;
        JsonElement trace = (await caller.CallAsync("GET", $"{Path}/{caller.Gateway.Requests[0].RequestId}")).Json;

        Assert.Equal(499, trace.GetProperty("status_code").GetInt32());
    }

    [Fact]
    public async Task Only_the_latest_traces_are_kept()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { MaxTraces = 2, StorePayloads = true });
        var ids = new List<string>();
        for (int i = 0; i < 5; i++)
        {
            ids.Add(Id(await caller.SayAsync($"{i}")));
        }

        JsonElement traces = (await caller.CallAsync("GET", Path)).Json.GetProperty("data");

        Assert.Equal([ids[4], ids[3]], traces.EnumerateArray().Select(t => t.GetProperty("request_id").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync("GET", $"{Path}/{ids[2]}")).Status);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 3)]
    public async Task The_list_can_be_shorter(string limit, int count)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            await caller.SendAsync(TestCaller.Hello);
        }

        Assert.Equal(count, (await caller.CallAsync("GET", $"{Path}?limit={limit}")).Json.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-1")]
    [InlineData("all")]
    [InlineData("")]
    public async Task A_wrong_limit_is_refused(string limit)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.CallAsync("GET", $"{Path}?limit={limit}");

        reply.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", "limit must be 1 to 1000");
    }

    [Fact]
    public async Task An_inspection_says_it_all_in_headers()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { StorePayloads = true });
        string id = Id(await caller.SayAsync("Hello"));

        TestReply reply = await caller.CallAsync("HEAD", $"{Path}/{id}");

        Assert.Equal((HttpStatusCode.OK, ""), (reply.Status, reply.Body));
        Assert.Equal("200", reply.Header("X-Routeur-Trace-Status"));
        Assert.Equal("openai", reply.Header("X-Routeur-Trace-Provider"));
        Assert.Matches("^http://127[.]0[.]0[.]1:[0-9]+/.*[?]sig=[0-9a-f]+$", reply.Header("X-Routeur-Trace-Payload"));
        Assert.True(reply.Headers.Contains("X-Routeur-RateLimit-Requests-Remaining"));
    }

    [Fact]
    public async Task What_there_is_not_is_no_header()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        await caller.SendAsync("{}");

        TestReply reply = await caller.CallAsync("HEAD", $"{Path}/{caller.Gateway.Requests[0].RequestId}");

        Assert.Equal("400", reply.Header("X-Routeur-Trace-Status"));
        Assert.False(reply.Headers.Contains("X-Routeur-Trace-Provider"));
        Assert.False(reply.Headers.Contains("X-Routeur-Trace-Payload"));
    }

    [Fact]
    public async Task An_unknown_trace_is_not_found()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply got = await caller.CallAsync("GET", $"{Path}/nobody");
        TestReply inspected = await caller.CallAsync("HEAD", $"{Path}/nobody");

        got.ShouldBeError(HttpStatusCode.NotFound, "not_found", "unknown trace: nobody");
        Assert.Equal((HttpStatusCode.NotFound, ""), (inspected.Status, inspected.Body));
    }

    private static string Id(TestReply reply) => reply.Trace.GetProperty("request_id").GetString()!;
}
