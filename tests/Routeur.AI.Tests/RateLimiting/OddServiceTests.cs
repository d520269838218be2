using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Tests.Support;
using static Routeur.AI.Tests.RateLimiting.LimitedAnswers;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>The queue under a service, a clock or a number that is not as it should be.</summary>
public class OddServiceTests
{
    private readonly QueuedClients _clients = new();

    [Theory]
    [InlineData("0", true)]
    [InlineData("0", false)]
    [InlineData("Mon, 01 Jan 1990 00:00:00 GMT", true)]
    public async Task A_service_that_says_come_back_at_once_and_refuses_again_is_asked_once_a_second_and_not_without_end(string retryAfter, bool limits)
    {
        var time = new FakeTimeProvider();
        var handler = new StubHandler(_ => Refusal(retryAfter, limits));
        using RouteurClient client = _clients.Create(handler, time, o => o.QueueTimeout = TimeSpan.FromSeconds(10));

        Task call = client.AsIChatClient().GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);
        for (int second = 0; second < 10; second++)
        {
            await _clients.Waiting(time);
            Assert.Equal(second + 2, handler.Requests.Count);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Contains("RouteurOptions.QueueTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_refusal_a_service_that_tells_no_limits_is_asked_by_one_call_first_and_not_by_all_that_wait()
    {
        var time = new FakeTimeProvider();
        int refusals = 3;
        var handler = new StubHandler(_ => Interlocked.Decrement(ref refusals) >= 0 ? Refusal("5", limits: false) : StubHandler.Response(Answers.Plain));
        using RouteurClient client = _clients.Create(handler, time);
        using IChatClient chat = client.AsIChatClient();
        var all = new List<Task>();
        for (int i = 1; i <= 20; i++)
        {
            all.Add(chat.GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken));
            await _clients.Waiting(time, i);
        }

        for (int refused = 1; refused < 3; refused++)
        {
            Assert.Equal(refused, handler.Requests.Count);
            time.Advance(TimeSpan.FromSeconds(5));
            await _clients.Waiting(time, 20);
        }

        time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(all);
        Assert.Equal(23, handler.Requests.Count);
    }

    [Fact]
    public async Task A_timer_that_strikes_a_little_early_does_not_blame_another_option()
    {
        var time = new EarlyTimeProvider();
        using RouteurClient client = _clients.Create(new StubHandler(_ => Refusal("60")), time, o => o.QueueTimeout = TimeSpan.FromSeconds(10));

        Task call = client.AsIChatClient().GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);
        await _clients.Waiting(time);
        while (!call.IsCompleted)
        {
            // The wait's own timer is set a moment after the call has entered the queue.
            time.Advance(time.GetUtcNow() == time.Start ? TimeSpan.FromSeconds(10) - TimeSpan.FromMicroseconds(400) : TimeSpan.Zero);
            await Task.Yield();
        }

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Contains("RouteurOptions.QueueTimeout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9000000000000000000", "2")]
    [InlineData("3", "9000000000000000000")]
    [InlineData("9000000000000000000", "9000000000000000000")]
    public async Task A_usage_that_cannot_be_holds_back_no_later_call(string prompt, string completion)
    {
        int calls = 0;
        var release = new TaskCompletionSource();
        var handler = new StubHandler(async (_, cancellationToken) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                return WithLimits(StubHandler.Response(Answers.Plain
                    .Replace("\"prompt_tokens\":3", $"\"prompt_tokens\":{prompt}", StringComparison.Ordinal)
                    .Replace("\"completion_tokens\":2", $"\"completion_tokens\":{completion}", StringComparison.Ordinal)));
            }

            if (calls == 41)
            {
                release.SetResult();
            }

            await release.Task.WaitAsync(cancellationToken);
            return WithLimits(StubHandler.Response(Answers.Plain));
        });
        using RouteurClient client = _clients.Create(handler, new FakeTimeProvider());
        using IChatClient chat = client.AsIChatClient();
        await chat.GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => chat.GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken)));

        Assert.Equal(41, calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_moves_on_to_its_next_target_is_not_turned_away_by_a_full_queue(bool stream)
    {
        var time = new FakeTimeProvider();
        var failure = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        int refused = 0;
        var handler = new StubHandler(async (request, cancellationToken) =>
            request.Headers.GetValueOrDefault("Routeur-Provider") == "openai" ? await failure.Task.WaitAsync(cancellationToken) :
            refused++ == 0 ? Refusal("60") :
            WithLimits(request.Body.Contains("\"stream\":true", StringComparison.Ordinal)
                ? StubHandler.Response(Answers.Stream, "text/event-stream")
                : StubHandler.Response(Answers.Plain)));
        using RouteurClient client = _clients.Create(handler, time, o => o.QueueLimit = 1);
        using IChatClient chat = client.AsIChatClient();
        ChatOptions options = new ChatOptions().WithRouteur("openai").WithRouteurFallbacks(new RouteurTarget("gemini"));
        Task<ChatResponse> first = stream
            ? chat.GetStreamingResponseAsync("first", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
            : chat.GetResponseAsync("first", options, TestContext.Current.CancellationToken);
        Task<ChatResponse> second = chat.GetResponseAsync("second", cancellationToken: TestContext.Current.CancellationToken);
        await _clients.Waiting(time);

        failure.SetResult(StubHandler.Response(Answers.Error("upstream_error", "down"), status: HttpStatusCode.BadGateway));
        await _clients.Waiting(time, 2);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("Hello", (await first).Text);
        Assert.Equal("Hello", (await second).Text);
    }
}
