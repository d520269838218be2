using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Every endpoint is tested, whatever its badge.

namespace Routeur.AI.Tests.Management;

public class RoutesTests
{
    [Fact]
    public async Task A_rule_is_created_with_the_documented_body()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Route, HttpStatusCode.Created);
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurRoute route = await client.Routes.CreateAsync(RouteDefinition.Pin("fast_lane", "team-fast", "deepseek", "deepseek-chat", priority: 50));

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("http://127.0.0.1:9/v1/routes", request.Uri.AbsoluteUri);
        Assert.Equal("application/json", request.Header("Content-Type"));
        AssertJson(
            """
            {"name":"fast_lane","priority":50,"enabled":true,"action_kind":"pin",
             "match":{"requested_model":"team-fast"},"action":{"provider":"deepseek","model":"deepseek-chat"}}
            """,
            request.Body);

        Assert.Equal("route_1", route.Id);
        Assert.Equal("fast_lane", route.Name);
        Assert.Equal(50, route.Priority);
        Assert.True(route.Enabled);
        Assert.Equal(RouteActionKind.Pin, route.ActionKind);
        Assert.Equal("team-fast", route.Match!.RequestedModel);
        Assert.Equal("deepseek", route.Action!.Provider);
        Assert.Equal("deepseek-chat", route.Action.Model);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero), route.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.Zero), route.UpdatedAt);
        Assert.Empty(route.AdditionalProperties);
        Assert.Equal("route_1 \"fast_lane\" (priority 50)", route.ToString());
    }

    [Fact]
    public async Task A_staged_auto_rule_sends_the_required_objects_even_when_empty()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Route);
        using RouteurClient client = ManagementClients.Create(handler);

        await client.Routes.CreateAsync(new RouteDefinition { Name = "all", Enabled = false, Priority = -1, ActionKind = RouteActionKind.Auto, Match = new RouteMatch() });

        AssertJson("""{"name":"all","priority":-1,"enabled":false,"action_kind":"auto","match":{},"action":{}}""", Assert.Single(handler.Requests).Body);
    }

    [Fact]
    public async Task What_a_rule_holds_that_we_do_not_know_is_kept_and_can_be_sent_back()
    {
        StubHandler handler = StubHandler.Json(
            """
            {"id":"route_1","priority":"-5","enabled":"no","action_kind":"weighted","region":"eu","created_at":"yesterday",
             "match":{"requested_model":"m","tenant":"t"},"action":{"weights":{"a":1}}}
            """);
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurRoute route = await client.Routes.GetAsync("route_1");
        await client.Routes.UpdateAsync(route.Id, new RouteChanges { ActionKind = route.ActionKind, Match = route.Match, Action = route.Action });

        Assert.Null(route.Name);
        Assert.Equal(-5, route.Priority);
        Assert.Null(route.Enabled);
        Assert.Equal(new RouteActionKind("WEIGHTED"), route.ActionKind);
        Assert.Null(route.CreatedAt);
        Assert.Equal(["created_at", "enabled", "region"], route.AdditionalProperties.Keys.Order());
        AssertJson("""{"action_kind":"weighted","match":{"requested_model":"m","tenant":"t"},"action":{"weights":{"a":1}}}""", handler.Requests[1].Body);
    }

    [Fact]
    public async Task A_typed_property_wins_over_one_of_the_same_name()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Route);
        using RouteurClient client = ManagementClients.Create(handler);
        Dictionary<string, JsonElement> more = new() { ["requested_model"] = JsonElement.Parse("1"), ["model"] = JsonElement.Parse("2") };

        await client.Routes.UpdateAsync("route_1", new RouteChanges
        {
            Match = new RouteMatch { RequestedModel = "m", AdditionalProperties = more },
            Action = new RouteAction { Model = "n", AdditionalProperties = more },
        });

        AssertJson("""{"match":{"requested_model":"m","model":2},"action":{"model":"n","requested_model":1}}""", Assert.Single(handler.Requests).Body);
    }

    [Fact]
    public async Task An_update_sends_only_what_changes_as_a_patch()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Route);
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurRoute route = await client.Routes.UpdateAsync("route_1", new RouteChanges { Enabled = false, Priority = 0 });

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("http://127.0.0.1:9/v1/routes/route_1", request.Uri.AbsoluteUri);
        AssertJson("""{"enabled":false,"priority":0}""", request.Body);
        Assert.Equal("fast_lane", route.Name);
    }

    [Fact]
    public async Task An_update_that_is_answered_without_a_body_gets_the_rule()
    {
        var handler = new StubHandler(request => request.Method == "PATCH"
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : StubHandler.Response(ManagementClients.Route));
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurRoute route = await client.Routes.UpdateAsync("route_1", new RouteChanges { Name = "new" });

        Assert.Equal("route_1", route.Id);
        Assert.Equal(["PATCH", "GET"], handler.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_rule_is_fetched_listed_and_deleted()
    {
        var handler = new StubHandler(request => request.Method == "DELETE"
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : StubHandler.Response(request.Uri.AbsolutePath == "/v1/routes" ? $$"""{"object":"list","data":[{{ManagementClients.Route}}]}""" : ManagementClients.Route));
        using RouteurClient client = ManagementClients.Create(handler);

        Assert.Equal("fast_lane", (await client.Routes.GetAsync("route_1")).Name);
        Assert.Equal("fast_lane", Assert.Single(await client.Routes.ListAsync()).Name);
        await client.Routes.DeleteAsync("route_1");

        Assert.Equal(
            ["GET /v1/routes/route_1", "GET /v1/routes", "DELETE /v1/routes/route_1"],
            handler.Requests.Select(request => $"{request.Method} {request.Uri.AbsolutePath}"));
        Assert.All(handler.Requests, request => Assert.Equal("", request.Body));
    }

    [Fact]
    public async Task A_missing_rule_is_named_in_the_error_and_so_is_the_possibility_of_a_missing_endpoint()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json("", HttpStatusCode.NotFound));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Routes.DeleteAsync("route_7"));

        Assert.Equal(RouteurErrorCode.NotFound, error.ErrorCode);
        Assert.StartsWith("Route \"route_7\": ", error.Message, StringComparison.Ordinal);
        Assert.Contains("DELETE /routes is not documented", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definitions_that_cannot_work_are_refused_before_anything_is_sent()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());
        RouteMatch match = new() { RequestedModel = "m" };
        RouteDefinition[] bad =
        [
            new() { Name = " ", ActionKind = RouteActionKind.Auto, Match = match },
            new() { Name = "a", ActionKind = default, Match = match },
            new() { Name = "a", ActionKind = RouteActionKind.Auto, Match = null! },
            new() { Name = "a", ActionKind = RouteActionKind.Auto, Match = match, Action = null! },
            new() { Name = "a", ActionKind = RouteActionKind.Pin, Match = match },
            RouteDefinition.Pin("a", "m", "openai", ""),
            RouteDefinition.Pin("a", "m", " ", "gpt-4o"),
        ];

        Assert.Equal("route", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Routes.CreateAsync(null!))).ParamName);
        foreach (RouteDefinition route in bad)
        {
            Assert.Equal("route", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Routes.CreateAsync(route))).ParamName);
        }

        Assert.Equal("changes", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Routes.UpdateAsync("route_1", null!))).ParamName);
        foreach (RouteChanges changes in new RouteChanges[] { new(), new() { Name = " " }, new() { ActionKind = default(RouteActionKind) } })
        {
            Assert.Equal("changes", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Routes.UpdateAsync("route_1", changes))).ParamName);
        }
    }

    [Fact]
    public void Action_kinds_are_words_without_regard_to_case()
    {
        Assert.True(RouteActionKind.Pin == new RouteActionKind(" PIN "));
        Assert.True(RouteActionKind.Pin != RouteActionKind.Auto);
        Assert.Equal(RouteActionKind.Pin.GetHashCode(), new RouteActionKind("Pin").GetHashCode());
        Assert.Equal("pin", RouteActionKind.Pin.ToString());
        Assert.Equal("", default(RouteActionKind).Value);
        Assert.Throws<ArgumentException>(() => new RouteActionKind(" "));
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.Null(JsonDifference.Find(JsonNode.Parse(expected), JsonNode.Parse(actual)));
}
