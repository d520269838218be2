using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Archive;

/// <summary>The payload archive [/guides/traces], [/guides/request-lifecycle].</summary>
public sealed class PayloadTests
{
    private static readonly GatewayDlpRule Cards = new()
    {
        Name = "cards",
        Detector = GatewayDlpDetector.Preset,
        Pattern = "credit-card",
        Action = GatewayDlpAction.Redact,
    };

    private static readonly GatewayModerationRule Secrets =
        new() { Name = "secrets", Category = "secret-leak", Action = GatewayModerationAction.Redact };

    [Fact]
    public async Task The_four_layers_show_what_each_side_saw()
    {
        await using TestCaller caller = await Start();
        caller.Gateway.Enqueue(ScriptedReply.Text("Noted."));

        TestReply reply = await caller.SendAsync(
            """{"model":"auto","messages":[{"role":"user","content":"My card is 4242 4242 4242 4242."}]}""", ("Routeur-Trace", "true"));
        JsonElement archive = await caller.ArchiveAsync(reply.Trace);

        Golden.ShouldMatch(
            archive.GetRawText(),
            "payload",
            ["object", "created", "usage", "index", "logprobs", "refusal", "request_id", "organization_id", "api_key_id", "requested_model",
             "latency_ms", "prompt_tokens", "completion_tokens", "total_tokens", "cost_usd", "status_code", "payload_url", "matches"]);
        Assert.Equal(reply.Body, archive.GetProperty("caller_response").GetRawText());
    }

    [Fact]
    public async Task A_stream_is_kept_as_it_went_out_and_the_upstreams_answer_as_a_whole()
    {
        await using TestCaller caller = await Start();
        string secret = "ghp_" + new string('a', 36);
        caller.Gateway.Enqueue(ScriptedReply.Text($"It is {secret}."));

        TestReply reply = await caller.SayAsync("Tell me", stream: true);
        JsonElement archive = await caller.ArchiveAsync(TestCaller.Chunks(reply)[^1].GetProperty("routeur"));

        Assert.Equal(reply.Body, archive.GetProperty("caller_response").GetString());
        JsonElement upstream = archive.GetProperty("upstream_response").GetProperty("choices")[0].GetProperty("message");
        Assert.Equal($"It is {secret}.", upstream.GetProperty("content").GetString());
        Assert.DoesNotContain(secret, reply.Body);
    }

    [Fact]
    public async Task A_layer_that_there_is_nothing_of_is_null()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            StorePayloads = true,
            DlpRules = [Cards with { Action = GatewayDlpAction.Block }],
        });

        TestReply reply = await caller.SendAsync(ApiCalls.Say("4242 4242 4242 4242"));
        JsonElement archive = await caller.ArchiveAsync((await caller.CallAsync("GET", "v1/traces")).Json.GetProperty("data")[0]);

        Assert.Equal(JsonValueKind.Null, archive.GetProperty("upstream_request").ValueKind);
        Assert.Equal(JsonValueKind.Null, archive.GetProperty("upstream_response").ValueKind);
        Assert.Equal(reply.Body, archive.GetProperty("caller_response").GetRawText());
    }

    [Fact]
    public async Task What_is_no_JSON_is_kept_as_text()
    {
        await using TestCaller caller = await Start();
        caller.Gateway.Enqueue(ScriptedReply.Raw("<h1>Oops</h1>", "text/html"));

        await caller.SendAsync("not \"JSON\"");
        await caller.SendAsync(TestCaller.Hello);
        JsonElement traces = (await caller.CallAsync("GET", "v1/traces")).Json.GetProperty("data");

        Assert.Equal("<h1>Oops</h1>", (await caller.ArchiveAsync(traces[0])).GetProperty("caller_response").GetString());
        Assert.Equal("not \"JSON\"", (await caller.ArchiveAsync(traces[1])).GetProperty("caller_request").GetString());
    }

    [Fact]
    public async Task A_dry_run_sends_nothing_upstream()
    {
        await using TestCaller caller = await Start();

        TestReply reply = await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"));

        Assert.Equal(JsonValueKind.Null, (await caller.ArchiveAsync(reply.Trace)).GetProperty("upstream_request").ValueKind);
    }

    [Fact]
    public async Task Without_payload_storage_there_is_no_URL()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        Assert.False((await caller.SayAsync("Hi")).Trace.TryGetProperty("payload_url", out _));
    }

    [Fact]
    public async Task A_URL_works_for_a_short_time_and_a_new_fetch_mints_a_new_one()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new() { StorePayloads = true, TimeProvider = time });
        JsonElement old = (await caller.SayAsync("Hi")).Trace;
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await caller.ArchiveAsync(old);
        time.Advance(TimeSpan.FromTicks(1));

        TestReply expired = await caller.CallAsync("GET", Url(old));
        JsonElement fresh = (await caller.CallAsync("GET", $"v1/traces/{old.GetProperty("request_id").GetString()}")).Json;
        JsonElement fresher = (await caller.CallAsync("GET", $"v1/traces/{old.GetProperty("request_id").GetString()}")).Json;

        expired.ShouldBeError(HttpStatusCode.Forbidden, "forbidden", "the signature is wrong or has expired; fetch the trace again");
        Assert.NotEqual(Url(fresh), Url(fresher));
        await caller.ArchiveAsync(fresh);
        await caller.ArchiveAsync(fresher);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?sig=")]
    [InlineData("?sig=00")]
    [InlineData("?sig=other")]
    [InlineData("?sig=zero")]
    [InlineData("?sig=flipped")]
    public async Task A_URL_cannot_be_made_up(string query)
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { StorePayloads = true });
        string[] mine = Url((await caller.SayAsync("Hi")).Trace).Split("?sig=");
        string others = Url((await caller.SayAsync("Hi")).Trace).Split("?sig=")[1];
        string made = query
            .Replace("other", others, StringComparison.Ordinal)
            .Replace("zero", new string('0', others.Length), StringComparison.Ordinal)
            .Replace("flipped", (mine[1][0] == 'f' ? '0' : 'f') + mine[1][1..], StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await caller.CallAsync("GET", mine[0] + made)).Status);
    }

    [Fact]
    public async Task A_layer_that_is_too_long_is_cut()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { StorePayloads = true, MaxPayloadLayerBytes = 100 });

        TestReply reply = await caller.SayAsync(new string('x', 1000));
        JsonElement archive = await caller.ArchiveAsync(reply.Trace);

        Assert.All(archive.EnumerateObject(), layer => Assert.EndsWith("… [cut]", layer.Value.GetString()));
        Assert.Equal(reply.Body[..100] + "… [cut]", archive.GetProperty("caller_response").GetString());
    }

    [Fact]
    public async Task Old_archives_make_room_and_leave_their_traces()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { StorePayloads = true, MaxPayloadBytes = 8_000 });
        var traces = new List<JsonElement>();
        for (int i = 0; i < 10; i++)
        {
            traces.Add((await caller.SayAsync(new string('x', 500))).Trace);
            await caller.Gateway.Requests[^1].Outcome;
        }

        JsonElement oldest = (await caller.CallAsync("GET", $"v1/traces/{traces[0].GetProperty("request_id").GetString()}")).Json;

        Assert.False(oldest.TryGetProperty("payload_url", out _));
        (await caller.CallAsync("GET", Url(traces[0]))).ShouldBeError(HttpStatusCode.NotFound, "not_found", "the archive is gone");
        await caller.ArchiveAsync(traces[^1]);
    }

    [Fact]
    public async Task A_gateway_that_is_mapped_under_a_prefix_serves_its_archives_there()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapGroup("/routeur").MapRouteurGateway(new RouteurLocalGatewayOptions { StorePayloads = true }));

        await app.PostAsync("/routeur/v1/chat/completions", TestCaller.HelloStream);
        using HttpResponseMessage traces = await app.Http.GetAsync("/routeur/v1/traces", TestCaller.Cancel);
        string url = Url((await TestReply.ReadAsync(traces)).Json.GetProperty("data")[0]);
        using var nobody = new HttpClient();
        using HttpResponseMessage archive = await nobody.GetAsync(url, TestCaller.Cancel);

        Assert.Contains("/routeur/", url);
        Assert.Equal(HttpStatusCode.OK, archive.StatusCode);
        Assert.Contains("caller_response", await archive.Content.ReadAsStringAsync(TestCaller.Cancel));
    }

    private static string Url(JsonElement trace) => trace.GetProperty("payload_url").GetString()!;

    private static Task<TestCaller> Start() =>
        TestCaller.StartAsync(new() { StorePayloads = true, DlpRules = [Cards], ModerationRules = [Secrets] });
}
