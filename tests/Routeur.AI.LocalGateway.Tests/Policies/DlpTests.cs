using System.Net;
using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Policies;

/// <summary>Input DLP [/guides/dlp]. The simulated model echoes what it got, so its answer shows what went upstream.</summary>
public sealed class DlpTests
{
    private static readonly GatewayDlpRule Badge = new()
    {
        Name = "badge_redact",
        Detector = GatewayDlpDetector.Regex,
        Pattern = "BADGE-[0-9]{4}",
        Action = GatewayDlpAction.Redact,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_model_does_not_see_what_is_redacted_and_the_block_counts_it(bool stream)
    {
        await using TestCaller caller = await Start(Badge);

        TestReply reply = await caller.SayAsync("BADGE-1234 met BADGE-5678, badge-9999 did not", stream);

        JsonElement trace = stream ? TestCaller.Chunks(reply)[^1].GetProperty("routeur") : reply.Trace;
        Assert.Equal(
            "[openai/gpt-4o-mini] You said: [REDACTED] met [REDACTED], badge-9999 did not",
            stream ? ApiCalls.StreamedText(reply) : reply.Text);
        Assert.Equal(2, trace.GetProperty("redactions").GetInt32());
    }

    [Fact]
    public async Task A_payment_card_goes_upstream_redacted_as_the_lifecycle_guide_shows()
    {
        await using TestCaller caller = await Start(Preset("credit-card", GatewayDlpAction.Redact));

        TestReply reply = await caller.SayAsync("My card is 4242 4242 4242 4242.");

        Assert.EndsWith("You said: My card is [REDACTED].", reply.Text);
        Assert.Equal("default", reply.Trace.GetProperty("route_reason").GetString());
        Assert.Equal(1, reply.Trace.GetProperty("redactions").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_block_is_the_documented_403_and_nobody_is_called(bool stream)
    {
        await using TestCaller caller = await Start(Keyword("confidential_block", "top secret", GatewayDlpAction.Block));
        caller.Gateway.Enqueue(ScriptedReply.Text("still here"));

        TestReply reply = await caller.SendAsync(ApiCalls.Say("This is Top SECRET.", stream));

        Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
        Golden.ShouldMatch(reply.Body, "dlp-block");
        Assert.Equal("200000", reply.Header("X-Routeur-RateLimit-Tokens-Remaining"));
        Assert.Equal("still here", (await caller.SayAsync("Hello")).Text);
    }

    [Theory]
    [InlineData("""{"role":"system","content":"BADGE-1234"}""")]
    [InlineData("""{"role":"user","content":"BADGE-1234"}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"BADGE-1234"}]}""")]
    [InlineData("""{"role":"tool","tool_call_id":"c","content":"BADGE-1234"}""")]
    [InlineData("""{"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"BADGE-1234"}]}""")]
    [InlineData("""{"role":"assistant","refusal":"BADGE-1234"}""")]
    [InlineData("""{"role":"assistant","content":"","reasoning_content":"BADGE-1234"}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"BADGE-1234"}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":[\"BADGE-1234\"]}"}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":\"BADGE\\u002d1234\"}"}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"no JSON BADGE-1234"}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{"a":{"b":["BADGE-1234"]}}}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"custom","custom":{"name":"f","input":"BADGE-1234"}}]}""")]
    [InlineData("""{"role":"user","content":"harmless","content":"BADGE-1234"}""")]
    [InlineData("""{"role":"user","content":"BADGE-1234","content":"harmless"}""")]
    public async Task Every_text_of_every_message_is_looked_at(string message)
    {
        await using TestCaller caller = await Start(Badge with { Action = GatewayDlpAction.Block });

        TestReply reply = await caller.SendAsync($$"""{"model":"auto","messages":[{{message}},{"role":"user","content":"Hi"}]}""");

        reply.ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:badge_redact");
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/BADGE-1234.png"}}]}""")]
    [InlineData("""{"role":"user","name":"BADGE-1234","content":"Hi"}""")]
    public async Task What_is_no_text_is_let_through(string message)
    {
        await using TestCaller caller = await Start(Badge with { Action = GatewayDlpAction.Block });

        TestReply reply = await caller.SendAsync($$"""{"model":"auto","messages":[{{message}}]}""");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    [Fact]
    public async Task Redacted_arguments_of_a_tool_call_are_JSON_still()
    {
        await using TestCaller caller = await StartArchiving(Preset("credit-card", GatewayDlpAction.Redact));

        TestReply reply = await caller.SendAsync(
            """
            {"model":"auto","messages":[{"role":"user","content":"Pay"},{"role":"assistant","tool_calls":[
            {"id":"c","type":"function","function":{"name":"pay","arguments":"{\"card\":4242424242424242,\"note\":\"say \\\"hi\\\"\",\"n\":1.50}"}}]},
            {"role":"tool","tool_call_id":"c","content":"done"}]}
            """,
            ("Routeur-Trace", "true"));

        JsonElement sent = (await caller.ArchiveAsync(reply.Trace)).GetProperty("upstream_request");
        Assert.Equal(
            """{"card":"[REDACTED]","note":"say \"hi\"","n":1.50}""",
            sent.GetProperty("messages")[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(1, reply.Trace.GetProperty("redactions").GetInt32());
    }

    [Fact]
    public async Task Redacted_arguments_that_came_as_an_object_stay_one_names_and_numbers_included()
    {
        await using TestCaller caller = await StartArchiving(Preset("credit-card", GatewayDlpAction.Redact));

        TestReply reply = await caller.SendAsync(
            """
            {"model":"auto","messages":[{"role":"user","content":"Pay"},{"role":"assistant","tool_calls":[
            {"id":"c","type":"function","function":{"name":"pay","arguments":{"card":4242424242424242,"4242 4242 4242 4242":["n",1.50]}}}]},
            {"role":"tool","tool_call_id":"c","content":"done"}]}
            """,
            ("Routeur-Trace", "true"));

        JsonElement sent = (await caller.ArchiveAsync(reply.Trace)).GetProperty("upstream_request");
        Assert.Equal(
            """{"card":"[REDACTED]","[REDACTED]":["n",1.50]}""",
            sent.GetProperty("messages")[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetRawText());
        Assert.Equal(2, reply.Trace.GetProperty("redactions").GetInt32());
    }

    [Fact]
    public async Task Matches_that_overlap_are_redacted_together_and_count_once()
    {
        await using TestCaller caller = await Start(
            Keyword("first", "abcd", GatewayDlpAction.Redact),
            Keyword("second", "cdef", GatewayDlpAction.Redact),
            Keyword("third", "gh", GatewayDlpAction.Redact));

        TestReply reply = await caller.SayAsync("abcdefgh abcd");

        Assert.EndsWith("You said: [REDACTED][REDACTED] [REDACTED]", reply.Text);
        Assert.Equal(3, reply.Trace.GetProperty("redactions").GetInt32());
    }

    [Fact]
    public async Task Rules_look_at_the_original_and_the_first_block_in_the_list_wins()
    {
        await using TestCaller caller = await Start(
            Keyword("hide", "payroll", GatewayDlpAction.Redact),
            Keyword("off", "payroll", GatewayDlpAction.Block) with { Enabled = false },
            Keyword("stop_one", "payroll", GatewayDlpAction.Block),
            Keyword("stop_two", "the", GatewayDlpAction.Block));

        TestReply reply = await caller.SayAsync("the payroll");

        reply.ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:stop_one");
    }

    [Fact]
    public async Task Log_and_warn_are_on_the_trace_and_leave_the_request_alone()
    {
        await using TestCaller caller = await Start(
            Keyword("watch", "budget", GatewayDlpAction.Log) with { Severity = "critical" },
            Keyword("mind", "salary", GatewayDlpAction.Warn) with { Severity = "medium" },
            Keyword("mind_more", "salary", GatewayDlpAction.Warn) with { Severity = "high" },
            Keyword("quiet", "nothing of it", GatewayDlpAction.Warn));

        TestReply reply = await caller.SayAsync("Budget and budget and salary");

        Assert.EndsWith("You said: Budget and budget and salary", reply.Text);
        Assert.Equal(0, reply.Trace.GetProperty("redactions").GetInt32());
        Assert.Equal("high", reply.Trace.GetProperty("severity").GetString());
        Assert.Equal(
            """
            [{"policy":"dlp","rule":"watch","action":"log","severity":"critical","count":2},
            {"policy":"dlp","rule":"mind","action":"warn","severity":"medium","count":1},
            {"policy":"dlp","rule":"mind_more","action":"warn","severity":"high","count":1}]
            """.ReplaceLineEndings(""),
            reply.Trace.GetProperty("matches").GetRawText());
    }

    [Fact]
    public async Task Without_a_match_the_trace_has_the_documented_members_only()
    {
        await using TestCaller caller = await Start(Badge);

        JsonElement trace = (await caller.SayAsync("Hello")).Trace;

        Assert.False(trace.TryGetProperty("matches", out _));
        Assert.False(trace.TryGetProperty("severity", out _));
    }

    [Theory]
    [InlineData(GatewayDlpAction.Block, HttpStatusCode.Forbidden)]
    [InlineData(GatewayDlpAction.Redact, HttpStatusCode.Forbidden)]
    [InlineData(GatewayDlpAction.Warn, HttpStatusCode.OK)]
    [InlineData(GatewayDlpAction.Log, HttpStatusCode.OK)]
    public async Task A_rule_that_runs_out_of_time_counts_as_one_that_found_something(GatewayDlpAction action, HttpStatusCode status)
    {
        // The back reference keeps it out of the linear engine; it would run for longer than the universe exists.
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            DlpRules = [Badge with { Name = "endless", Pattern = @"^(a+)+\1b$", Action = action }],
            DlpMatchTimeout = TimeSpan.FromMilliseconds(20),
        });

        TestReply reply = await caller.SayAsync(new string('a', 64) + "!");

        Assert.Equal(status, reply.Status);
        if (status == HttpStatusCode.OK)
        {
            Assert.True(reply.Trace.GetProperty("matches")[0].GetProperty("timed_out").GetBoolean());
            Assert.Equal(0, reply.Trace.GetProperty("matches")[0].GetProperty("count").GetInt32());
        }
        else
        {
            reply.ShouldBeError(status, "blocked_by_dlp", "dlp:endless");
        }
    }

    [Fact]
    public async Task An_expression_that_is_deadly_with_backtracking_takes_linear_time()
    {
        await using TestCaller caller = await Start(Badge with { Pattern = "^(a+)+b$", Action = GatewayDlpAction.Block });

        Assert.Equal(HttpStatusCode.OK, (await caller.SayAsync(new string('a', 100_000) + "!")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.SayAsync(new string('a', 100_000) + "b")).Status);
    }

    [Fact]
    public async Task A_dry_run_meets_the_rules_too()
    {
        await using TestCaller caller = await Start(Badge, Keyword("stop", "confidential", GatewayDlpAction.Block));

        TestReply counted = await caller.SendAsync(ApiCalls.Say("BADGE-1234"), ("Routeur-Dry-Run", "true"));
        TestReply blocked = await caller.SendAsync(ApiCalls.Say("confidential"), ("Routeur-Dry-Run", "true"));

        Assert.Equal(1, counted.Trace.GetProperty("redactions").GetInt32());
        blocked.ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:stop");
    }

    [Fact]
    public async Task Override_headers_do_not_get_around_the_rules()
    {
        // [/guides/routing-rules]
        await using TestCaller caller = await Start(Badge with { Action = GatewayDlpAction.Block });

        TestReply reply = await caller.SendAsync(ApiCalls.Say("BADGE-1234"), ("Routeur-Provider", "deepseek"), ("Routeur-Model", "deepseek-chat"));

        reply.ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:badge_redact");
    }

    private static GatewayDlpRule Keyword(string name, string word, GatewayDlpAction action) =>
        new() { Name = name, Detector = GatewayDlpDetector.Keyword, Pattern = word, Action = action };

    private static GatewayDlpRule Preset(string preset, GatewayDlpAction action) =>
        new() { Name = preset, Detector = GatewayDlpDetector.Preset, Pattern = preset, Action = action };

    private static Task<TestCaller> Start(params GatewayDlpRule[] rules) => TestCaller.StartAsync(new() { DlpRules = rules });

    private static Task<TestCaller> StartArchiving(params GatewayDlpRule[] rules) =>
        TestCaller.StartAsync(new() { DlpRules = rules, StorePayloads = true });
}
