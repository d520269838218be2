using System.Net;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Hosting;

[Collection(nameof(RunsAlone))]
public sealed class LoadTests
{
    private static readonly RouteurLocalGatewayOptions Unlimited = new()
    {
        RequestsPerMinute = int.MaxValue,
        TokensPerMinute = int.MaxValue,
        MaxRecordedRequests = 100,
    };

    [Fact]
    public async Task A_thousand_streams_are_open_at_the_same_time()
    {
        const int streams = 1_000;
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(Unlimited, new MeetingUpstream(streams), TestCaller.Cancel);
        await using TestCaller caller = TestCaller.Of(gateway);

        TestReply[] replies = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => caller.SendAsync(TestCaller.HelloStream)));

        Assert.All(replies, reply =>
        {
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal(["We ", "meet", ""], TestCaller.Chunks(reply).Select(
                c => c.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""));
        });
    }

    [Fact]
    public async Task Twenty_thousand_requests_leave_no_more_memory_behind_than_two_thousand()
    {
        await using TestCaller caller = await TestCaller.StartAsync(Unlimited);
        string body = $$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', 4_000)}}"}]}""";

        await SendAsync(caller, body, 2_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(caller, body, 18_000);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        // What is kept of a request would be more than 8 KB each, 140 MB in all.
        Assert.InRange(growth, long.MinValue, 20_000_000);
        Assert.Equal(100, caller.Gateway.Requests.Count);
    }

    [Fact]
    public async Task Large_bodies_crowd_out_old_requests()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { MaxRecordedBytes = 100_000 });
        string body = $$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', 20_000)}}"}]}""";

        await SendAsync(caller, body, 10);
        RecordedRequest[] kept = [.. caller.Gateway.Requests];
        await SendAsync(caller, body.Replace("xxx", "yyyyyyyyy", StringComparison.Ordinal), 1);

        Assert.Equal(2, kept.Length);
        Assert.Empty(caller.Gateway.Requests);
        await SendAsync(caller, TestCaller.Hello, 3);
        Assert.Equal(3, caller.Gateway.Requests.Count);
    }

    private static Task SendAsync(TestCaller caller, string body, int requests) => Parallel.ForAsync(
        0,
        requests,
        new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestCaller.Cancel },
        async (_, _) => Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(body)).Status));
}
