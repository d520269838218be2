using System.Net;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.ContractTests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.ContractTests.Policies;

/// <summary>Caps, organisations, providers without a credential, payload storage: what an account is set up with outside the API.</summary>
public sealed class AccountTests
{
    private const string Requests = "X-Routeur-RateLimit-Requests-Remaining", Tokens = "X-Routeur-RateLimit-Tokens-Remaining";

    [Fact, Trait("Statement", "S39")]
    public async Task A_key_of_a_disabled_organisation_is_403()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new()
        {
            Organizations = [new("org_closed") { Disabled = true }],
            Keys = [new() { Key = "rtr_closed", Name = "closed", OrganizationId = "org_closed" }],
        });

        (await prepared.Wire.ChatAsAsync("Bearer rtr_closed")).ShouldBeError(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact, Trait("Statement", "S38")]
    public async Task A_provider_without_a_credential_is_502()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new()
        {
            Models = [.. GatewayModel.Defaults, new("cold-1", "cold") { Configured = false }],
        });

        Reply reply = await prepared.Wire.ChatAsync(WireCaller.Say("Hi", "cold-1"));

        Assert.False((await prepared.Client.Models.GetAsync("cold-1", WireCaller.Cancel)).Configured);
        reply.ShouldBeError(HttpStatusCode.BadGateway, "upstream_error", "provider_unconfigured");
    }

    // With a rule for a model that others use, so never in a live account.
    [Theory, Trait("Statement", "S12"), Trait("Statement", "S13")]
    [InlineData("gpt-4o", null, "gpt-4o")]
    [InlineData("gpt-4o", "gemini-2.0-flash", "gemini-2.0-flash")]
    public async Task A_rule_for_a_models_own_id_is_bypassed(string model, string? forced, string reached)
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new()
        {
            Rules = [new() { Name = "never", RequestedModel = "gpt-4o", Provider = "deepseek", Model = "deepseek-chat", Priority = 100 }],
        });
        (string, string)[] headers = forced is null ? [WireCaller.Traced] : [WireCaller.Traced, ("Routeur-Model", forced)];

        Reply reply = await prepared.Wire.ChatAsync(WireCaller.Say("Hi", model), headers);

        Assert.Equal(reached, reply.Trace.GetProperty("model").GetString());
        Assert.NotEqual("rule:never", reply.Trace.GetProperty("route_reason").GetString());
    }

    [Fact, Trait("Statement", "S14")]
    public async Task Without_a_rule_that_matches_the_reason_is_default()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new()
        {
            Rules = [new() { Name = "other", RequestedModel = "team-fast", Provider = "deepseek", Model = "deepseek-chat" }],
        });

        Assert.Equal("default", (await prepared.SayAsync("Hi")).Trace.GetProperty("route_reason").GetString());
    }

    [Fact, Trait("Statement", "S45")]
    public async Task A_new_key_has_600_requests_and_200_000_tokens_a_minute()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new());

        Reply reply = await prepared.Wire.ChatAsync(WireCaller.Hello);

        int spent = reply.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32();
        Assert.Equal("599", reply.Headers[Requests]);
        Assert.Equal((200_000 - spent).ToString(), reply.Headers[Tokens]);
    }

    [Fact, Trait("Statement", "S46")]
    public async Task A_request_too_many_is_429_and_told_when_to_come_back()
    {
        var time = new FakeTimeProvider();
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new() { RequestsPerMinute = 1, TimeProvider = time });
        await prepared.Wire.ChatAsync(WireCaller.Hello);

        Reply refused = await prepared.Wire.ChatAsync(WireCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(int.Parse(refused.Headers["Retry-After"])));

        refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited", "requests per minute exceeded");
        Assert.Equal("0", refused.Headers[Requests]);
        Assert.Equal(HttpStatusCode.OK, (await prepared.Wire.ChatAsync(WireCaller.Hello)).Status);
    }

    [Fact, Trait("Statement", "S47")]
    public async Task The_cap_on_tokens_is_one_of_its_own()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new() { TokensPerMinute = 1, TimeProvider = new FakeTimeProvider() });
        await prepared.Wire.ChatAsync(WireCaller.Hello);

        Reply refused = await prepared.Wire.ChatAsync(WireCaller.Hello);

        refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal("0", refused.Headers[Tokens]);
        Assert.NotEqual("0", refused.Headers[Requests]);
        Assert.True(int.Parse(refused.Headers["Retry-After"]) > 0);
    }

    [Fact, Trait("Statement", "S35")]
    public async Task Without_payload_storage_no_address_is_told()
    {
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new());
        string id = (await prepared.SayAsync("Hi")).Trace.GetProperty("request_id").GetString()!;

        Reply head = await prepared.Wire.CallAsync(HttpMethod.Head, "traces/" + id);

        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.DoesNotContain("X-Routeur-Trace-Payload", head.Headers.Keys);
        Assert.Null((await prepared.Client.Traces.GetAsync(id, WireCaller.Cancel)).PayloadUrl);
    }

    [Fact, Trait("Statement", "S37")]
    public async Task An_address_works_without_a_key_and_for_a_short_time_only()
    {
        var time = new FakeTimeProvider();
        await using PreparedGateway prepared = await PreparedGateway.StartAsync(new() { StorePayloads = true, TimeProvider = time });
        string url = (await prepared.SayAsync("Hi")).Trace.GetProperty("payload_url").GetString()!;
        using var nobody = new HttpClient();

        using HttpResponseMessage fresh = await nobody.GetAsync(url, WireCaller.Cancel);
        using HttpResponseMessage made = await nobody.GetAsync(url[..url.IndexOf('?')], WireCaller.Cancel);
        time.Advance(TimeSpan.FromHours(1));
        using HttpResponseMessage stale = await nobody.GetAsync(url, WireCaller.Cancel);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (fresh.StatusCode, made.StatusCode, stale.StatusCode));
    }
}
