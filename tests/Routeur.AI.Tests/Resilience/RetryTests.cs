using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using OpenAI.Chat;
using Routeur.AI.Resilience;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Resilience;

public class RetryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_the_service_calls_retryable_is_tried_again_and_then_succeeds(int status)
    {
        StubHandler handler = FailingFirst(2, status, Answers.Error("upstream_error", "try again"));

        await Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 2);

        Assert.Equal(3, handler.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(500)]
    public async Task What_will_keep_failing_is_sent_once(int status)
    {
        StubHandler handler = FailingFirst(int.MaxValue, status, "{}");

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 3));

        Assert.Equal(status, error.Status);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData("provider_unconfigured", "gemini")]
    [InlineData("upstream_error", "provider_unconfigured")]
    public async Task An_unconfigured_provider_cannot_heal_so_its_502_is_sent_once(string code, string message)
    {
        StubHandler handler = FailingFirst(int.MaxValue, 502, Answers.Error(code, message));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 3));

        Assert.Equal(RouteurErrorCode.ProviderUnconfigured, error.ErrorCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task No_retries_means_one_attempt()
    {
        StubHandler handler = FailingFirst(int.MaxValue, 503, "{}");

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 0));

        Assert.Single(handler.Requests);
        Assert.Equal(1, error.Attempts);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task The_last_failure_is_thrown_and_counts_the_attempts()
    {
        StubHandler handler = FailingFirst(int.MaxValue, 503, Answers.Error("overloaded", "come back later"));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 3));

        Assert.Equal(4, error.Attempts);
        Assert.Equal(new RouteurErrorCode("overloaded"), error.ErrorCode);
        Assert.Contains("after 4 attempts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_are_a_random_part_of_one_two_four_seconds_up_to_the_longest_delay()
    {
        var time = new ObservedTimeProvider();
        StubHandler handler = FailingFirst(4, 503, "{}");
        Func<RouteurSettings> settings = TestClients.Settings(o => (o.MaxRetries, o.MaxRetryDelay) = (4, TimeSpan.FromSeconds(6)));
        using var client = new RouteurClient(
            settings,
            options =>
            {
                TestClients.Transport(handler)(options);
                options.RetryPolicy = new RouteurRetryPolicy(settings, time, NullLogger.Instance, random: () => 0.5);
            },
            loggerFactory: null,
            httpClient: null,
            time);

        await time.Run(client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"]));

        Assert.Equal([0.5, 1, 2, 3], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Retry_after_in_seconds_is_obeyed()
    {
        var time = new ObservedTimeProvider();
        StubHandler handler = FailingFirst(1, 429, "{}", retryAfter: "7");

        await Call(handler, time, o => o.MaxRetries = 1);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(time.Waits));
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_obeyed()
    {
        var time = new ObservedTimeProvider();
        StubHandler handler = FailingFirst(1, 503, "{}", retryAfter: time.GetUtcNow().AddSeconds(9).ToString("R"));

        await Call(handler, time, o => o.MaxRetries = 1);

        Assert.Equal(TimeSpan.FromSeconds(9), Assert.Single(time.Waits));
    }

    [Fact]
    public async Task A_retry_after_longer_than_the_cap_fails_at_once_and_tells_how_long()
    {
        var time = new ObservedTimeProvider();
        StubHandler handler = FailingFirst(int.MaxValue, 429, "{}", retryAfter: "3600");

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(handler, time, o => o.MaxRetries = 3));

        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
        Assert.Equal(RouteurErrorCode.RateLimited, error.ErrorCode);
        Assert.Empty(time.Waits);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Cancelling_during_the_wait_stops_the_call_without_another_attempt()
    {
        var time = new ObservedTimeProvider();
        using var cancellation = new CancellationTokenSource();
        StubHandler handler = FailingFirst(int.MaxValue, 429, "{}", retryAfter: "7");
        using RouteurClient client = TestClients.OnClock(handler, time, o => o.MaxRetries = 3);

        Task call = client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"], cancellationToken: cancellation.Token);
        await time.WaitFor(TimeSpan.FromSeconds(7));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Cancelling_an_attempt_that_follows_a_failed_connection_is_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        int attempts = 0;
        var handler = new StubHandler(async (_, cancellationToken) =>
        {
            if (++attempts == 1)
            {
                throw new HttpRequestException("refused");
            }

            await cancellation.CancelAsync();
            throw new OperationCanceledException(cancellationToken);
        });
        var time = new ObservedTimeProvider();
        using RouteurClient client = TestClients.OnClock(handler, time, o => o.MaxRetries = 3);

        Task call = client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"], cancellationToken: cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => time.Run(call));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task The_connection_of_a_failed_attempt_is_released_before_the_next()
    {
        var bodies = new List<NetworkStream>();
        var handler = new StubHandler(_ =>
        {
            var body = new NetworkStream("{}"u8.ToArray());
            Assert.All(bodies, earlier => Assert.True(earlier.Disposed));
            bodies.Add(body);
            return StubHandler.Response(body, status: HttpStatusCode.ServiceUnavailable);
        });

        await Assert.ThrowsAsync<RouteurException>(() => Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 2));

        Assert.Equal(3, bodies.Count);
        Assert.All(bodies, body => Assert.True(body.Disposed));
    }

    [Fact]
    public async Task Every_attempt_carries_the_same_body_and_key()
    {
        StubHandler handler = FailingFirst(2, 502, "{}");

        await Call(handler, new ObservedTimeProvider(), o => o.MaxRetries = 2);

        Assert.Single(handler.Requests.Select(request => request.Body).Distinct());
        Assert.All(handler.Requests, request => Assert.Equal("Bearer " + TestClients.Key, request.Header("Authorization")));
    }

    private static StubHandler FailingFirst(int failures, int status, string body, string? retryAfter = null)
    {
        int calls = 0;
        return new StubHandler(_ =>
        {
            if (Interlocked.Increment(ref calls) > failures)
            {
                return StubHandler.Response(Answers.Plain);
            }

            HttpResponseMessage response = StubHandler.Response(body, status: (HttpStatusCode)status);
            if (retryAfter is not null)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            }

            return response;
        });
    }

    /// <summary>Runs a call to its end, moving the clock on whenever it waits.</summary>
    private static async Task Call(StubHandler handler, ObservedTimeProvider time, Action<RouteurOptions> options)
    {
        using RouteurClient client = TestClients.OnClock(handler, time, options);
        ChatClient chat = client.OpenAI.GetChatClient("auto");
        await time.Run(chat.CompleteChatAsync(["hi"]));
    }
}
