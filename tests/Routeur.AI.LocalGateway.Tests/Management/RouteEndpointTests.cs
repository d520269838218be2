using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Management;

public sealed class RouteEndpointTests
{
    private const string Path = "v1/routes";

    // The sample of [/api-reference/routes/create].
    private const string FastLane =
        """
        { "name": "fast_lane", "priority": 50, "enabled": true, "action_kind": "pin",
          "match": { "requested_model": "team-fast" }, "action": { "provider": "deepseek", "model": "deepseek-chat" } }
        """;

    [Fact]
    public async Task A_new_rule_is_the_documented_object_and_wins_at_once()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        TestReply before = await Ask(caller, "team-fast");

        TestReply created = await caller.CallAsync("POST", Path, FastLane);
        TestReply after = await Ask(caller, "team-fast");

        Assert.Equal(HttpStatusCode.NotFound, before.Status);
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Golden.ShouldMatch(created.Body, "route");
        Assert.Equal("rule:fast_lane", after.Trace.GetProperty("route_reason").GetString());
        Assert.Equal("deepseek", after.Trace.GetProperty("provider").GetString());
        Golden.ShouldMatch((await caller.CallAsync("GET", $"{Path}/{Id(created)}")).Body, "route");
    }

    [Fact]
    public async Task Priority_and_enabled_have_the_documented_defaults()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        JsonElement route = (await caller.CallAsync(
            "POST", Path, """{"name":"r","action_kind":"auto","match":{"requested_model":"x"},"action":{}}""")).Json;

        Assert.Equal(0, route.GetProperty("priority").GetInt32());
        Assert.True(route.GetProperty("enabled").GetBoolean());
        Assert.Equal("{}", route.GetProperty("action").GetRawText());
        Assert.Equal("gemini", (await Ask(caller, "x")).Trace.GetProperty("provider").GetString());
    }

    [Fact]
    public async Task There_is_a_limit_to_the_routes_of_an_organisation()
    {
        GatewayRule[] rules = [.. Enumerable.Range(0, 999).Select(i => new GatewayRule { Name = $"rule{i}", RequestedModel = "x", Provider = "openai", Model = "gpt-4o-mini" })];
        await using TestCaller caller = await TestCaller.StartAsync(new() { Rules = rules });

        TestReply last = await caller.CallAsync("POST", Path, Pin("last", 5));
        TestReply refused = await caller.CallAsync("POST", Path, Pin("one_too_many", 5));
        await caller.CallAsync("DELETE", $"{Path}/{Id(last)}");
        TestReply next = await caller.CallAsync("POST", Path, Pin("next", 5));

        Assert.Equal(HttpStatusCode.Created, last.Status);
        refused.ShouldBeError(
            HttpStatusCode.BadRequest, "invalid_request", "the local gateway keeps at most 1000 routes for an organisation; delete one first");
        Assert.Equal(HttpStatusCode.Created, next.Status);
    }

    [Fact]
    public async Task Rules_are_asked_by_priority_and_then_in_the_order_of_their_creation()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        await caller.CallAsync("POST", Path, Pin("first", 5));
        await caller.CallAsync("POST", Path, Pin("second", 5));
        TestReply oldest = await Ask(caller, "team");
        string staged = Id(await caller.CallAsync("POST", Path, Pin("staged", 9, enabled: false)));
        TestReply stillOldest = await Ask(caller, "team");
        await caller.CallAsync("PATCH", $"{Path}/{staged}", """{"enabled":true}""");

        Assert.Equal("rule:first", Reason(oldest));
        Assert.Equal("rule:first", Reason(stillOldest));
        Assert.Equal("rule:staged", Reason(await Ask(caller, "team")));
        Assert.Equal(["first", "second", "staged"], await Names(caller));
    }

    [Fact]
    public async Task A_change_touches_only_what_it_mentions()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });
        JsonElement created = (await caller.CallAsync("POST", Path, FastLane)).Json;
        time.Advance(TimeSpan.FromMinutes(1));

        TestReply changed = await caller.CallAsync(
            "PATCH", $"{Path}/{created.GetProperty("id")}", """{"priority":7,"id":"route_mine","action":{"provider":"openai","model":"gpt-4o"}}""");

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(
            created.GetRawText()
                .Replace("\"priority\":50", "\"priority\":7", StringComparison.Ordinal)
                .Replace("\"provider\":\"deepseek\",\"model\":\"deepseek-chat\"", "\"provider\":\"openai\",\"model\":\"gpt-4o\"", StringComparison.Ordinal)
                .Replace("\"updated_at\":\"2026-11-22T12:00:00.000Z\"", "\"updated_at\":\"2026-11-22T12:01:00.000Z\"", StringComparison.Ordinal),
            changed.Body);
        Assert.Equal("gpt-4o", (await Ask(caller, "team-fast")).Trace.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_pin_can_become_auto_and_needs_an_action_to_go_back()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        string one = $"{Path}/{Id(await caller.CallAsync("POST", Path, FastLane))}";

        TestReply auto = await caller.CallAsync("PATCH", one, """{"action_kind":"auto"}""");
        TestReply back = await caller.CallAsync("PATCH", one, """{"action_kind":"pin"}""");

        Assert.Equal("{}", auto.Json.GetProperty("action").GetRawText());
        back.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", "action is required");
    }

    [Fact]
    public async Task A_deleted_rule_is_gone_at_once()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        string one = $"{Path}/{Id(await caller.CallAsync("POST", Path, FastLane))}";

        TestReply deleted = await caller.CallAsync("DELETE", one);

        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Body));
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(caller, "team-fast")).Status);
        Assert.Empty(await Names(caller));
        foreach (string method in (string[])["GET", "DELETE"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync(method, one)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync("PATCH", one, "{}")).Status);
    }

    [Fact]
    public async Task A_name_is_unique()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        await caller.CallAsync("POST", Path, Pin("first", 1));
        string second = Id(await caller.CallAsync("POST", Path, Pin("second", 1)));

        TestReply created = await caller.CallAsync("POST", Path, Pin("first", 2));
        TestReply renamed = await caller.CallAsync("PATCH", $"{Path}/{second}", """{"name":"first"}""");
        TestReply kept = await caller.CallAsync("PATCH", $"{Path}/{second}", """{"name":"second"}""");

        created.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", "name 'first' is taken");
        renamed.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", "name 'first' is taken");
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal(["first", "second"], await Names(caller));
    }

    [Theory]
    [InlineData("""{"action_kind":"auto","match":{"requested_model":"x"},"action":{}}""", "name is required")]
    [InlineData("""{"name":"r","match":{"requested_model":"x"},"action":{}}""", "action_kind is required")]
    [InlineData("""{"name":"r","action_kind":"block","match":{"requested_model":"x"},"action":{}}""", "action_kind must be pin or auto, not 'block'")]
    [InlineData("""{"name":"r","action_kind":"auto","action":{}}""", "match is required")]
    [InlineData("""{"name":"r","action_kind":"auto","match":"x","action":{}}""", "match must be a JSON object")]
    [InlineData("""{"name":"r","action_kind":"auto","match":{},"action":{}}""", "match.requested_model is required")]
    [InlineData("""{"name":"r","action_kind":"auto","match":{"requested_model":"x","user":"y"},"action":{}}""", "match.user is not supported")]
    [InlineData("""{"name":"r","action_kind":"auto","match":{"requested_model":"x"}}""", "action is required")]
    [InlineData("""{"name":"r","action_kind":"pin","match":{"requested_model":"x"},"action":{"model":"gpt-4o"}}""", "action.provider is required")]
    [InlineData("""{"name":"r","action_kind":"pin","match":{"requested_model":"x"},"action":{"provider":"openai"}}""", "action.model is required")]
    [InlineData(
        """{"name":"r","action_kind":"pin","match":{"requested_model":"x"},"action":{"provider":"gemini","model":"gpt-4o"}}""",
        "action names an unknown model: gpt-4o of provider gemini")]
    [InlineData("""{"name":"r","priority":"high","action_kind":"auto","match":{"requested_model":"x"},"action":{}}""", "priority must be an integer")]
    [InlineData("""{"name":"r","priority":1.5,"action_kind":"auto","match":{"requested_model":"x"},"action":{}}""", "priority must be an integer")]
    [InlineData("""{"name":"r","enabled":1,"action_kind":"auto","match":{"requested_model":"x"},"action":{}}""", "enabled must be true or false")]
    public async Task A_bad_field_is_named(string body, string message)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.CallAsync("POST", Path, body);

        reply.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", message);
        Assert.Empty(await Names(caller));
    }

    [Fact]
    public async Task Rules_made_at_the_same_time_are_all_there()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply[] replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => caller.CallAsync("POST", Path, Pin($"r{i % 20}", 1))));

        Assert.Equal(20, replies.Count(r => r.Status == HttpStatusCode.Created));
        Assert.Equal(20, (await Names(caller)).Distinct().Count());
    }

    private static string Pin(string name, int priority, bool enabled = true) =>
        $$$"""
        {"name":"{{{name}}}","priority":{{{priority}}},"enabled":{{{(enabled ? "true" : "false")}}},"action_kind":"pin",
        "match":{"requested_model":"team"},"action":{"provider":"openai","model":"gpt-4o"}}
        """;

    private static string Id(TestReply reply) => reply.Json.GetProperty("id").GetString()!;

    private static string? Reason(TestReply reply) => reply.Trace.GetProperty("route_reason").GetString();

    private static Task<TestReply> Ask(TestCaller caller, string model) => caller.SendAsync(
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""", ("Routeur-Trace", "true"));

    private static async Task<string?[]> Names(TestCaller caller) =>
        [.. (await caller.CallAsync("GET", Path)).Json.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("name").GetString())];
}
