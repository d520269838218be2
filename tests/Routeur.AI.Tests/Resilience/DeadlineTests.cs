using System.Net;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Resilience;

/// <summary>The deadline of a whole call, in each of its phases.</summary>
public class DeadlineTests
{
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(90);

    private readonly ObservedTimeProvider _time = new();

    [Fact]
    public async Task A_plain_answer_that_is_not_there_at_the_deadline_says_which_one_it_was()
    {
        using RouteurClient client = TestClients.OnClock(Silent(), _time, o => o.TotalTimeout = Total);

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(Total);
        _time.Advance(Total);

        AssertDeadline(await Assert.ThrowsAsync<RouteurException>(() => call));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timer_that_strikes_a_little_early_does_not_blame_another_option(bool stream)
    {
        var time = new EarlyTimeProvider();
        using RouteurClient client = TestClients.OnClock(Silent(), time, o => o.TotalTimeout = Total);
        IChatClient chat = client.AsIChatClient();

        Task call = stream ? chat.GetStreamingResponseAsync("hi").ToChatResponseAsync() : chat.GetResponseAsync("hi");
        await time.Set.Task;
        time.Advance(Total - TimeSpan.FromMicroseconds(400));

        AssertDeadline(await Assert.ThrowsAsync<RouteurException>(() => call));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_deadline_is_over_no_other_target_is_asked(bool stream)
    {
        StubHandler handler = Silent();
        using RouteurClient client = TestClients.OnClock(
            handler, _time, o => (o.TotalTimeout, o.RetryTimeouts, o.Provider, o.Fallbacks) = (Total, true, "openai", [new RouteurTarget("gemini")]));
        IChatClient chat = client.AsIChatClient();

        Task call = stream ? chat.GetStreamingResponseAsync("hi").ToChatResponseAsync() : chat.GetResponseAsync("hi");
        await _time.WaitFor(Total);
        _time.Advance(Total);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertDeadline(error);
        Assert.Single(handler.Requests);
        Assert.Equal(1, error.Attempts);
        Assert.Empty(error.FailedTargets);
    }

    [Fact]
    public async Task A_shorter_time_out_still_says_its_own_name()
    {
        using RouteurClient client = TestClients.OnClock(Silent(), _time, o => (o.TotalTimeout, o.ResponseTimeout) = (Total, TimeSpan.FromSeconds(30)));

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(30));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Contains("RouteurOptions.ResponseTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_never_stops_dripping_ends_at_the_deadline()
    {
        var body = new StallingStream();
        body.Feed(Answers.Chunk);
        using RouteurClient client = TestClients.OnClock(new StubHandler(_ => StubHandler.Response(body, "text/event-stream")), _time, o => o.TotalTimeout = Total);

        Task call = client.AsIChatClient().GetStreamingResponseAsync("hi").ToChatResponseAsync();
        await _time.WaitFor(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(50));
        body.Feed(": still here\n\n");
        await _time.WaitFor(TimeSpan.FromSeconds(40));
        _time.Advance(TimeSpan.FromSeconds(40));

        AssertDeadline(await Assert.ThrowsAsync<RouteurException>(() => call));
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task A_stream_whose_bytes_are_always_there_ends_at_the_deadline_too()
    {
        using RouteurClient client = TestClients.OnClock(new StubHandler(_ => StubHandler.Response(new EndlessStream(": begins\n\n", Answers.Chunk), "text/event-stream")), _time, o => o.TotalTimeout = Total);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in client.AsIChatClient().GetStreamingResponseAsync("hi"))
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        });

        AssertDeadline(error);
    }

    [Fact]
    public async Task A_pause_that_would_end_behind_the_deadline_is_not_begun_and_the_error_itself_is_told()
    {
        var handler = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response(Answers.Error("upstream_error", "down"), status: HttpStatusCode.BadGateway);
            response.Headers.TryAddWithoutValidation("Retry-After", "50");
            return response;
        });
        using RouteurClient client = TestClients.OnClock(handler, _time, o => (o.TotalTimeout, o.MaxRetries) = (Total, 3));

        // 50 seconds fit into 90, another 50 do not.
        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(TimeSpan.FromSeconds(50));
        _time.Advance(TimeSpan.FromSeconds(50));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(RouteurErrorCode.UpstreamError, error.ErrorCode);
        Assert.Equal(2, error.Attempts);
    }

    [Fact]
    public async Task A_later_attempt_has_only_what_the_earlier_ones_left()
    {
        int calls = 0;
        var handler = new StubHandler(async (_, cancellationToken) =>
        {
            if (++calls > 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            HttpResponseMessage response = StubHandler.Response("{}", status: HttpStatusCode.BadGateway);
            response.Headers.TryAddWithoutValidation("Retry-After", "50");
            return response;
        });
        using RouteurClient client = TestClients.OnClock(handler, _time, o => (o.TotalTimeout, o.MaxRetries) = (Total, 3));

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(TimeSpan.FromSeconds(50));
        _time.Advance(TimeSpan.FromSeconds(50));
        await _time.WaitFor(TimeSpan.FromSeconds(40));
        _time.Advance(TimeSpan.FromSeconds(40));

        AssertDeadline(await Assert.ThrowsAsync<RouteurException>(() => call));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fallback_targets_share_one_deadline(bool stream)
    {
        var handler = new StubHandler(async (request, cancellationToken) =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            if (request.Headers["Routeur-Provider"] == "gemini")
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return StubHandler.Response(Answers.Error("upstream_error", "down"), status: HttpStatusCode.BadGateway);
        });
        using RouteurClient client = TestClients.OnClock(
            handler, _time, o => (o.TotalTimeout, o.Provider, o.Fallbacks) = (Total, "openai", [new RouteurTarget("gemini")]));
        IChatClient chat = client.AsIChatClient();

        Task call = stream ? chat.GetStreamingResponseAsync("hi").ToChatResponseAsync() : chat.GetResponseAsync("hi");
        await _time.WaitFor(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(30));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertDeadline(error);
        Assert.Equal("openai", Assert.Single(error.FailedTargets).Provider);
    }

    [Fact]
    public async Task Without_a_deadline_only_the_other_time_outs_count()
    {
        using RouteurClient client = TestClients.OnClock(
            Silent(), _time, o => (o.TotalTimeout, o.ResponseTimeout) = (Timeout.InfiniteTimeSpan, TimeSpan.FromHours(24)));

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(TimeSpan.FromHours(24));
        _time.Advance(TimeSpan.FromHours(23));

        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<RouteurException>(() => call);
    }

    private static StubHandler Silent() => ManagementClients.Silent();

    private static void AssertDeadline(RouteurException error)
    {
        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Contains("RouteurOptions.TotalTimeout", error.Message, StringComparison.Ordinal);
        Assert.Contains("00:01:30", error.Message, StringComparison.Ordinal);
    }
}
