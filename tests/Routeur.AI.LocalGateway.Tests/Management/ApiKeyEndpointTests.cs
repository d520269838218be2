using System.Net;
using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Management;

public sealed class ApiKeyEndpointTests
{
    private const string Path = "v1/api-keys";

    [Fact]
    public async Task A_new_key_is_shown_once_and_works_at_once()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply created = await caller.CallAsync("POST", Path, """{"name":"Staging"}""");
        string key = created.Json.GetProperty("key").GetString()!;
        TestReply chat = await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, key);
        TestReply list = await caller.CallAsync("GET", Path);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Golden.ShouldMatch(created.Body, "api-key", "prefix", "created_at", "revoked_at");
        Assert.Equal("no-store", created.Header("Cache-Control"));
        Assert.Equal(HttpStatusCode.OK, chat.Status);
        JsonElement listed = list.Json.GetProperty("data")[1];
        Assert.Equal(created.Json.GetProperty("id").GetString(), listed.GetProperty("id").GetString());
        Assert.DoesNotContain(key, list.Body);
        Assert.StartsWith(listed.GetProperty("prefix").GetString()!, key);
        Assert.False(listed.TryGetProperty("key", out _));
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once_and_for_good()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        JsonElement created = (await caller.CallAsync("POST", Path, """{"name":"Staging"}""")).Json;
        string one = $"{Path}/{created.GetProperty("id").GetString()}";

        TestReply revoked = await caller.CallAsync("DELETE", one);
        TestReply after = await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, created.GetProperty("key").GetString());
        JsonElement listed = (await caller.CallAsync("GET", Path)).Json.GetProperty("data")[1];
        TestReply again = await caller.CallAsync("DELETE", one);

        Assert.Equal((HttpStatusCode.NoContent, ""), (revoked.Status, revoked.Body));
        after.ShouldBeError(HttpStatusCode.Forbidden, "forbidden", "the API key is revoked");
        Assert.Equal(JsonValueKind.String, listed.GetProperty("revoked_at").ValueKind);
        Assert.Equal(HttpStatusCode.NoContent, again.Status);
    }

    [Fact]
    public async Task A_key_can_revoke_itself()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await caller.CallAsync("DELETE", $"{Path}/key_local")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.SendAsync(TestCaller.Hello)).Status);
    }

    [Theory]
    [InlineData("key_nobody")]
    [InlineData("rtr_local_secret")]
    public async Task Only_the_id_revokes_a_key(string id)
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { ApiKey = "rtr_local_secret" });

        TestReply reply = await caller.CallAsync("DELETE", $"{Path}/{id}");

        reply.ShouldBeError(HttpStatusCode.NotFound, "not_found", $"unknown API key: {id}");
    }

    [Theory]
    [InlineData("{}", "name is required")]
    [InlineData("""{"name":null}""", "name is required")]
    [InlineData("""{"name":" "}""", "name must not be empty")]
    [InlineData("""{"name":7}""", "name must be a string")]
    [InlineData("[]", "the body must be a JSON object")]
    public async Task A_key_needs_a_name(string body, string message)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.CallAsync("POST", Path, body);

        reply.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", message);
    }

    [Fact]
    public async Task There_is_a_limit_to_the_keys_of_an_organisation_revoked_ones_included()
    {
        GatewayApiKey[] others = [.. Enumerable.Range(0, 998).Select(i => new GatewayApiKey { Key = $"rtr_{i}", Name = "other", Revoked = true })];
        await using TestCaller caller = await TestCaller.StartAsync(new() { Keys = others });

        TestReply last = await caller.CallAsync("POST", Path, """{"name":"last"}""");
        TestReply refused = await caller.CallAsync("POST", Path, """{"name":"one too many"}""");

        Assert.Equal(HttpStatusCode.Created, last.Status);
        refused.ShouldBeError(
            HttpStatusCode.BadRequest,
            "invalid_request",
            "the local gateway keeps at most 1000 keys for an organisation, revoked ones included; start it anew for more");
    }

    [Fact]
    public async Task No_secret_of_a_made_up_key_is_shown()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { ApiKey = "rtr_short" });

        JsonElement listed = (await caller.CallAsync("GET", Path)).Json.GetProperty("data")[0];

        Assert.Equal("rtr_", listed.GetProperty("prefix").GetString());
    }
}
