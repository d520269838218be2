using System.Net;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Limits;

public sealed class RateLimitTests
{
    private const string Requests = "X-Routeur-RateLimit-Requests-Remaining";
    private const string Tokens = "X-Routeur-RateLimit-Tokens-Remaining";

    [Fact]
    public async Task Every_response_says_what_is_left()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply plain = await caller.SendAsync(TestCaller.Hello);
        TestReply streamed = await caller.SendAsync(TestCaller.HelloStream);
        TestReply refused = await caller.SendAsync("{}");
        using HttpResponseMessage missing = await caller.Http.GetAsync("v1/nothing", TestCaller.Cancel);

        // 14 tokens each; a stream's headers go out when only its prompt was counted.
        Assert.Equal(("599", "199986"), (plain.Header(Requests), plain.Header(Tokens)));
        Assert.Equal(("598", "199983"), (streamed.Header(Requests), streamed.Header(Tokens)));
        Assert.Equal(("597", "199972"), (refused.Header(Requests), refused.Header(Tokens)));
        Assert.Equal(("596", "199972"), (missing.Headers.GetValues(Requests).Single(), missing.Headers.GetValues(Tokens).Single()));
    }

    [Fact]
    public async Task A_response_to_nobody_says_the_whole_caps()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        await caller.SendAsync(TestCaller.Hello);
        caller.Http.DefaultRequestHeaders.Authorization = null;

        TestReply reply = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal(("600", "200000"), (reply.Header(Requests), reply.Header(Tokens)));
    }

    [Fact]
    public async Task A_request_too_many_is_refused_until_the_window_ends()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time, RequestsPerMinute = 2 });

        await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(20.5));
        TestReply last = await caller.SendAsync(TestCaller.Hello);
        TestReply refused = await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(39.5));
        TestReply next = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal("0", last.Header(Requests));
        refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited", "requests per minute exceeded");
        Assert.Equal("40", refused.Header("Retry-After"));
        Assert.Equal("0", refused.Header(Requests));
        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.Equal("1", next.Header(Requests));
    }

    [Fact]
    public async Task Tokens_too_many_refuse_the_next_request()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time, TokensPerMinute = 14 });

        TestReply crossing = await caller.SendAsync(TestCaller.HelloStream);
        TestReply refused = await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromMinutes(1));
        TestReply next = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal("11", crossing.Header(Tokens));
        Assert.EndsWith("data: [DONE]\n\n", crossing.Body);
        refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited", "tokens per minute exceeded");
        Assert.Equal("60", refused.Header("Retry-After"));
        Assert.Equal("0", refused.Header(Tokens));
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }
}
