using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Keys;

/// <summary>Keys and organisations [/guides/authentication].</summary>
public sealed class KeyTests
{
    private static readonly GatewayApiKey Old = new() { Key = "rtr_old", Name = "Old", Id = "key_old", Revoked = true };

    [Fact]
    public async Task Several_keys_open_the_gateway_and_traces_name_the_right_one()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            Keys = [new() { Key = "rtr_other", Name = "Other", Id = "key_other", OrganizationId = "org_42" }],
            Organizations = [new("org_42")],
        });

        await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, "rtr_other");
        var trace = (await caller.CallAsync("GET", "v1/traces", key: "rtr_other")).Json.GetProperty("data")[0];

        Assert.Equal("key_other", trace.GetProperty("api_key_id").GetString());
        Assert.Equal("org_42", trace.GetProperty("organization_id").GetString());
    }

    [Fact]
    public async Task A_revoked_key_is_forbidden()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { Keys = [Old] });

        TestReply reply = await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, Old.Key);

        reply.ShouldBeError(HttpStatusCode.Forbidden, "forbidden", "the API key is revoked");
    }

    [Fact]
    public async Task Or_invalid_as_another_page_has_it()
    {
        // [/api-reference/api-keys/revoke]
        await using TestCaller caller = await TestCaller.StartAsync(new() { Keys = [Old], RevokedKeyAnswer = GatewayRevokedKeyAnswer.InvalidApiKey });

        TestReply reply = await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, Old.Key);

        reply.ShouldBeError(HttpStatusCode.Unauthorized, "invalid_api_key", "the API key is revoked");
    }

    [Fact]
    public async Task A_disabled_organisation_is_forbidden()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { Organizations = [new("org_local") { Disabled = true }] });

        TestReply reply = await caller.SendAsync(TestCaller.Hello);

        reply.ShouldBeError(HttpStatusCode.Forbidden, "forbidden", "the organisation is disabled");
    }

    [Fact]
    public async Task Organisations_do_not_see_each_other()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            Keys = [new() { Key = "rtr_other", Name = "Other", OrganizationId = "org_42" }],
            Organizations = [new("org_42")],
            Rules = [new() { Name = "all", RequestedModel = "team", Provider = "openai", Model = "gpt-4o" }],
        });
        string trace = (await caller.SayAsync("Hi")).Trace.GetProperty("request_id").GetString()!;
        string route = (await caller.CallAsync("GET", "v1/routes")).Json.GetProperty("data")[0].GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync("GET", $"v1/traces/{trace}", key: "rtr_other")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync("DELETE", $"v1/routes/{route}", key: "rtr_other")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.CallAsync("DELETE", "v1/api-keys/key_local", key: "rtr_other")).Status);
        Assert.Equal("Other", (await caller.CallAsync("GET", "v1/api-keys", key: "rtr_other")).Json.GetProperty("data")[0].GetProperty("name").GetString());

        // Each began with the same rules and goes its own way from there.
        Assert.Equal(HttpStatusCode.NoContent, (await caller.CallAsync("DELETE", $"v1/routes/{route}")).Status);
        Assert.Equal(1, (await caller.CallAsync("GET", "v1/routes", key: "rtr_other")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Each_key_has_limits_of_its_own()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new()
        {
            Keys = [new() { Key = "rtr_small", Name = "Small", RequestsPerMinute = 1, TokensPerMinute = 50 }],
        });

        TestReply first = await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, "rtr_small");
        TestReply second = await caller.CallAsync("POST", "v1/chat/completions", TestCaller.Hello, "rtr_small");

        Assert.Equal(("0", "36"), (first.Header("X-Routeur-RateLimit-Requests-Remaining"), first.Header("X-Routeur-RateLimit-Tokens-Remaining")));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Golden.ShouldMatch(second.Body, "rate-limited");
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello)).Status);
    }
}
