using System.Net;
using System.Net.Sockets;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Hosting;

public sealed class GatewayLifetimeTests
{
    [Fact]
    public async Task It_listens_on_the_loopback_address_only()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        Assert.Equal($"http://127.0.0.1:{caller.Gateway.Endpoint.Port}/v1", caller.Gateway.Endpoint.ToString());
        Assert.StartsWith("rtr_", caller.Gateway.ApiKey);
    }

    [Fact]
    public async Task Two_gateways_know_nothing_of_each_other()
    {
        await using TestCaller one = await TestCaller.StartAsync(new() { RequestsPerMinute = 1 });
        await using TestCaller other = await TestCaller.StartAsync(new() { ApiKey = "rtr_mine" });
        one.Gateway.Enqueue(ScriptedReply.Text("One"));

        TestReply[] replies = await Task.WhenAll(one.SendAsync(TestCaller.Hello), other.SendAsync(TestCaller.Hello));

        Assert.Equal("One", replies[0].Text);
        Assert.StartsWith("[openai/", replies[1].Text);
        Assert.Equal("0", replies[0].Header("X-Routeur-RateLimit-Requests-Remaining"));
        Assert.Equal("599", replies[1].Header("X-Routeur-RateLimit-Requests-Remaining"));
        Assert.Equal("rtr_mine", other.Gateway.ApiKey);
        Assert.NotEqual(one.Gateway.ApiKey, other.Gateway.ApiKey);
        Assert.Single(one.Gateway.Requests);
        Assert.Single(other.Gateway.Requests);
    }

    [Fact]
    public async Task Fifty_streams_at_a_time_are_all_complete()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply[] replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => caller.SendAsync(
            $$"""{"model":"auto","stream":true,"messages":[{"role":"user","content":"I am number {{i}}, and there are many of us"}]}""")));

        for (int i = 0; i < replies.Length; i++)
        {
            string text = string.Concat(TestCaller.Chunks(replies[i])[1..^1].Select(
                c => c.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
            Assert.Equal($"[openai/gpt-4o-mini] You said: I am number {i}, and there are many of us", text);
        }
    }

    [Theory]
    [InlineData(TestCaller.Hello)]
    [InlineData(TestCaller.HelloStream)]
    public async Task A_client_that_leaves_stops_the_work(string body)
    {
        var upstream = new EndlessUpstream();
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new(), upstream, TestCaller.Cancel);
        await using TestCaller caller = TestCaller.Of(gateway);

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestCaller.Cancel);
        Task<HttpResponseMessage> sending = caller.Http.SendAsync(TestCaller.Request(body), leaving.Token);
        await upstream.Started.WaitAsync(TimeSpan.FromSeconds(60), TestCaller.Cancel);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await upstream.Stopped.WaitAsync(TimeSpan.FromSeconds(60), TestCaller.Cancel);
        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(gateway.Requests).Outcome);
    }

    [Fact]
    public async Task Disposing_lets_slow_streams_come_to_their_end_at_once()
    {
        // On this clock, which nobody moves, the pauses between the pieces would never end.
        var time = new SteppedTime();
        TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time, ChunkDelay = TimeSpan.FromHours(1) });
        Task<HttpResponseMessage>[] opening = [.. Enumerable.Range(0, 5).Select(_ => caller.OpenAsync(TestCaller.HelloStream))];
        for (int i = 0; i < opening.Length; i++)
        {
            await time.WaitBegunAsync();
        }

        await caller.Gateway.DisposeAsync();

        foreach (HttpResponseMessage response in await Task.WhenAll(opening))
        {
            TestReply reply = await TestReply.ReadAsync(response);
            Assert.NotEmpty(TestCaller.Chunks(reply));
        }

        Assert.All(caller.Gateway.Requests, r => Assert.Equal(RequestOutcome.Answered, r.Outcome.Result));
        await caller.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_cuts_streams_that_do_not_come_to_an_end()
    {
        var upstream = new EndlessUpstream();
        RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new() { ShutdownTimeout = TimeSpan.Zero }, upstream, TestCaller.Cancel);
        await using TestCaller caller = TestCaller.Of(gateway);
        using HttpResponseMessage response = await caller.OpenAsync(TestCaller.HelloStream);
        using EventReader reader = await EventReader.OpenAsync(response);
        await reader.ReadAsync();

        await gateway.DisposeAsync();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                Assert.NotNull(await reader.ReadAsync());
            }
        });
        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(gateway.Requests).Outcome);
    }

    [Fact]
    public async Task Disposing_ends_a_stall()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { ShutdownTimeout = TimeSpan.FromMinutes(10) });
        caller.Gateway.Enqueue(ScriptedReply.Stall(afterChunks: 1));
        using HttpResponseMessage response = await caller.OpenAsync(TestCaller.HelloStream);

        await caller.Gateway.DisposeAsync();

        Assert.Equal(RequestOutcome.Cut, await Assert.Single(caller.Gateway.Requests).Outcome);
    }

    [Fact]
    public async Task A_gateway_can_be_disposed_twice_and_is_gone_then()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        await caller.Gateway.DisposeAsync();
        await caller.Gateway.DisposeAsync();

        HttpRequestException gone = await Assert.ThrowsAsync<HttpRequestException>(() => caller.SendAsync(TestCaller.Hello));
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(gone.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task The_environment_has_no_influence()
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1");
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development");
        Environment.SetEnvironmentVariable("Kestrel__Endpoints__Http__Url", "http://127.0.0.1:1");
        try
        {
            await using TestCaller caller = await TestCaller.StartAsync();

            Assert.NotEqual(1, caller.Gateway.Endpoint.Port);
            Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello)).Status);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
            Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", null);
            Environment.SetEnvironmentVariable("Kestrel__Endpoints__Http__Url", null);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => RouteurLocalGateway.StartAsync(new() { Port = caller.Gateway.Endpoint.Port }, TestCaller.Cancel));
    }

    [Fact]
    public async Task A_start_can_be_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RouteurLocalGateway.StartAsync(null, new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_defect_of_an_upstream_is_a_500_in_the_envelope()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new(), new BrokenUpstream(), TestCaller.Cancel);
        await using TestCaller caller = TestCaller.Of(gateway);

        TestReply reply = await caller.SendAsync(TestCaller.HelloStream);

        reply.ShouldBeError(HttpStatusCode.InternalServerError, "internal_error", "the local gateway failed; its log says why");
    }
}
