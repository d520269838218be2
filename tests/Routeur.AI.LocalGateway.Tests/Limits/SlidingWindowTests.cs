using System.Net;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Limits;

public sealed class SlidingWindowTests
{
    private const string Requests = "X-Routeur-RateLimit-Requests-Remaining";
    private const string Tokens = "X-Routeur-RateLimit-Tokens-Remaining";

    [Fact]
    public async Task What_was_used_comes_back_piece_by_piece()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await Start(time, requests: 2);

        await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(20.5));
        TestReply last = await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(10));
        TestReply refused = await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(30));
        TestReply next = await caller.SendAsync(TestCaller.Hello);
        TestReply refusedAgain = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal("0", last.Header(Requests));
        refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited", "requests per minute exceeded");
        Assert.Equal("30", refused.Header("Retry-After"));
        Assert.Equal("0", next.Header(Requests));
        Assert.Equal("20", refusedAgain.Header("Retry-After"));
    }

    [Fact]
    public async Task Tokens_slide_alike()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await Start(time, tokens: 28);

        await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(30));
        TestReply crossing = await caller.SendAsync(TestCaller.Hello);
        TestReply refused = await caller.SendAsync(TestCaller.Hello);
        time.Advance(TimeSpan.FromSeconds(30));
        TestReply next = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal("0", crossing.Header(Tokens));
        refused.ShouldBeError(HttpStatusCode.TooManyRequests, "rate_limited", "tokens per minute exceeded");
        Assert.Equal("30", refused.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Fact]
    public async Task After_a_long_silence_everything_is_free()
    {
        var time = new FakeTimeProvider();
        await using TestCaller caller = await Start(time, requests: 3);
        for (int i = 0; i < 3; i++)
        {
            await caller.SendAsync(TestCaller.Hello);
            time.Advance(TimeSpan.FromSeconds(7));
        }

        time.Advance(TimeSpan.FromHours(100));

        Assert.Equal("2", (await caller.SendAsync(TestCaller.Hello)).Header(Requests));
    }

    private static Task<TestCaller> Start(FakeTimeProvider time, int requests = 600, int tokens = 200_000) => TestCaller.StartAsync(new()
    {
        TimeProvider = time,
        RateWindow = GatewayRateWindow.Sliding,
        RequestsPerMinute = requests,
        TokensPerMinute = tokens,
    });
}
