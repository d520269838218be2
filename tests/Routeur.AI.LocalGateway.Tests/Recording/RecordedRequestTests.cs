using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Recording;

public sealed class RecordedRequestTests
{
    [Fact]
    public async Task A_request_is_recorded_as_it_came_but_without_the_key()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });

        TestReply reply = await caller.SendAsync(TestCaller.Hello, ("Routeur-Trace", "true"));

        RecordedRequest request = Assert.Single(caller.Gateway.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("true", request.Headers["routeur-trace"]);
        Assert.Equal("[redacted]", request.Headers["Authorization"]);
        Assert.DoesNotContain(request.Headers.Values, v => v.Contains(caller.Gateway.ApiKey, StringComparison.Ordinal));
        Assert.Equal(TestCaller.Hello, request.Body);
        Assert.Equal("auto", request.ReadJson().GetProperty("model").GetString());
        Assert.Equal(time.GetUtcNow(), request.Timestamp);
        Assert.Equal(reply.Trace.GetProperty("request_id").GetString(), request.RequestId);
        Assert.Equal(new GatewayRoute(GatewayModel.Defaults[0], "auto", "default"), request.Route);
        Assert.Equal("POST /v1/chat/completions → openai/gpt-4o-mini (default)", request.ToString());
        Assert.Equal(RequestOutcome.Answered, await request.Outcome);
    }

    [Theory]
    [InlineData("api-key")]
    [InlineData("X-Api-Key")]
    [InlineData("x-goog-api-key")]
    public async Task The_key_of_another_providers_client_is_not_recorded(string header)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        await caller.SendAsync(TestCaller.Hello, (header, "a-real-secret"));

        Assert.Equal("[redacted]", Assert.Single(caller.Gateway.Requests).Headers[header]);
    }

    [Fact]
    public async Task Refused_requests_are_recorded_too()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        await caller.SendAsync("not JSON");
        await caller.Http.GetAsync("v1/models?limit=2", TestCaller.Cancel);
        caller.Http.DefaultRequestHeaders.Authorization = null;
        await caller.SendAsync(TestCaller.Hello);

        Assert.Collection(
            caller.Gateway.Requests,
            r => Assert.ThrowsAny<JsonException>(() => r.ReadJson()),
            r => Assert.Equal("GET /v1/models?limit=2", r.ToString()),
            r => Assert.Equal(TestCaller.Hello, r.Body));
        Assert.All(caller.Gateway.Requests, r => Assert.Null(r.Route));
    }

    [Theory]
    [InlineData("sig=s1gnature", "sig=[redacted]")]
    [InlineData("a=1&SIG=s1gnature&b=2", "a=1&sig=[redacted]&b=2")]
    [InlineData("%73ig=s1gnature&sig=s1gnature", "sig=[redacted]&sig=[redacted]")]
    [InlineData("design=1", "design=1")]
    public async Task The_signature_of_an_archive_is_not_recorded(string query, string recorded)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        await caller.CallAsync("GET", "v1/payloads/01K?" + query);

        RecordedRequest request = Assert.Single(caller.Gateway.Requests);
        Assert.Equal("/v1/payloads/01K?" + recorded, request.Path);
        Assert.DoesNotContain("s1gnature", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_latest_requests_are_kept()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { MaxRecordedRequests = 2 });

        foreach (string model in (string[])["gpt-4o", "deepseek-chat", "gemini-2.0-flash"])
        {
            await caller.SendAsync($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""");
        }

        Assert.Equal(["deepseek-chat", "gemini-2.0-flash"], caller.Gateway.Requests.Select(r => r.Route?.Model));
        caller.Gateway.ClearRequests();
        Assert.Empty(caller.Gateway.Requests);
    }
}
