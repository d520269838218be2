using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Resilience;

/// <summary>Each time-out strikes on the clock, says its name, and releases the connection.</summary>
public class TimeoutTests
{
    private static readonly TimeSpan FirstByte = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(5);

    private readonly ObservedTimeProvider _time = new();

    [Fact]
    public async Task A_plain_answer_that_never_comes_times_out_after_five_minutes()
    {
        using RouteurClient client = TestClients.OnClock(Silent(), _time);

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(Whole);
        _time.Advance(Whole);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertTimeout(error, "RouteurOptions.ResponseTimeout", "00:05:00");
    }

    [Fact]
    public async Task A_plain_answer_that_stops_in_the_middle_times_out_on_the_same_clock()
    {
        var body = new StallingStream();
        body.Feed("""{"id":"chatcmpl_1","choices":[""");
        using RouteurClient client = TestClients.OnClock(new StubHandler(_ => StubHandler.Response(body)), _time);

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await body.ReaderWaits();
        _time.Advance(Whole);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertTimeout(error, "RouteurOptions.ResponseTimeout", "00:05:00");
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task A_stream_whose_headers_never_come_times_out_after_a_hundred_seconds()
    {
        using RouteurClient client = TestClients.OnClock(Silent(), _time);

        Task call = client.AsIChatClient().GetStreamingResponseAsync("hi").ToChatResponseAsync();
        await _time.WaitFor(FirstByte);
        _time.Advance(FirstByte);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertTimeout(error, "RouteurOptions.StreamFirstByteTimeout", "00:01:40");
    }

    [Fact]
    public async Task A_stream_whose_first_byte_never_comes_times_out_although_its_headers_came()
    {
        var body = new StallingStream();
        using RouteurClient client = TestClients.OnClock(Stream(body), _time);

        Task call = client.AsIChatClient().GetStreamingResponseAsync("hi").ToChatResponseAsync();
        await body.ReaderWaits();
        _time.Advance(FirstByte);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertTimeout(error, "RouteurOptions.StreamFirstByteTimeout", "00:01:40");
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_times_out_after_sixty_seconds_and_what_came_before_was_delivered()
    {
        var body = new StallingStream();
        body.Feed(Answers.Chunk);
        using RouteurClient client = TestClients.OnClock(Stream(body), _time);
        var received = new List<ChatResponseUpdate>();

        Task call = Collect(client, received);
        await _time.WaitFor(Idle);
        _time.Advance(Idle);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        AssertTimeout(error, "RouteurOptions.StreamIdleTimeout", "00:01:00");
        Assert.Equal("Hello", string.Concat(received.Select(update => update.Text)));
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task Keep_alive_comments_count_as_life()
    {
        var body = new StallingStream();
        body.Feed(Answers.Chunk);
        using RouteurClient client = TestClients.OnClock(Stream(body), _time);

        Task<ChatResponse> call = client.AsIChatClient().GetStreamingResponseAsync("hi").ToChatResponseAsync();
        for (int i = 0; i < 10; i++)
        {
            await _time.WaitFor(Idle);
            _time.Advance(Idle - TimeSpan.FromSeconds(1));
            body.Feed(": keep-alive\n\n");
        }

        await _time.WaitFor(Idle);
        body.Feed(Answers.LastChunk);
        body.End();

        Assert.Equal("Hello", (await call).Text);
    }

    [Fact]
    public async Task A_slow_consumer_is_not_a_silent_stream()
    {
        var body = new StallingStream();
        body.Feed(Answers.Chunk);
        using RouteurClient client = TestClients.OnClock(Stream(body), _time);

        await using IAsyncEnumerator<ChatResponseUpdate> updates = client.AsIChatClient().GetStreamingResponseAsync("hi").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await updates.MoveNextAsync());
        _time.Advance(TimeSpan.FromMinutes(59));
        body.Feed(Answers.LastChunk);
        body.End();

        while (await updates.MoveNextAsync())
        {
        }
    }

    [Fact]
    public async Task An_error_body_that_drips_does_not_hold_the_call_up()
    {
        var body = new StallingStream();
        body.Feed("""{"error":{"code":"invalid_request","message":"mess""");
        using RouteurClient client = TestClients.OnClock(new StubHandler(_ => StubHandler.Response(body, status: HttpStatusCode.BadRequest)), _time);

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await body.ReaderWaits();
        _time.Advance(Whole);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(400, error.Status);
        Assert.Equal(RouteurErrorCode.InvalidRequest, error.ErrorCode);
    }

    [Fact]
    public async Task A_time_out_after_the_request_was_sent_is_not_repeated()
    {
        StubHandler handler = Silent();
        using RouteurClient client = TestClients.OnClock(handler, _time, o => o.MaxRetries = 3);

        Task call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(Whole);
        _time.Advance(Whole);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(1, error.Attempts);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_time_out_is_repeated_when_asked_each_attempt_on_a_fresh_clock()
    {
        StubHandler handler = Silent();
        using RouteurClient client = TestClients.OnClock(handler, _time, o => (o.MaxRetries, o.RetryTimeouts) = (2, true));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => _time.Run(client.AsIChatClient().GetResponseAsync("hi"), timeoutsStrike: true));

        AssertTimeout(error, "RouteurOptions.ResponseTimeout", "00:05:00");
        Assert.Equal(3, error.Attempts);
        Assert.Equal(3, handler.Requests.Count);
        Assert.Equal(3, _time.Waits.Count(wait => wait == Whole));
    }

    [Fact]
    public async Task Waiting_between_attempts_does_not_count_towards_the_answer()
    {
        int calls = 0;
        var handler = new StubHandler(_ =>
        {
            HttpResponseMessage response = ++calls == 1
                ? StubHandler.Response("{}", status: HttpStatusCode.ServiceUnavailable)
                : StubHandler.Response(Answers.Plain);
            if (calls == 1)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", "60");
            }

            return response;
        });
        using RouteurClient client = TestClients.OnClock(handler, _time, o => (o.MaxRetries, o.ResponseTimeout) = (1, TimeSpan.FromSeconds(30)));

        Task<ChatResponse> call = client.AsIChatClient().GetResponseAsync("hi");
        await _time.WaitFor(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("Hello", (await call).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_while_waiting_for_the_answer_is_a_cancellation(bool stream)
    {
        using var cancellation = new CancellationTokenSource();
        using RouteurClient client = TestClients.OnClock(Silent(), _time, o => o.MaxRetries = 3);

        Task call = Call(client.AsIChatClient(), stream, cancellation.Token);
        await _time.WaitFor(stream ? FirstByte : Whole);
        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_in_the_middle_of_the_body_is_a_cancellation_and_releases_the_connection(bool stream)
    {
        using var cancellation = new CancellationTokenSource();
        var body = new StallingStream();
        body.Feed(stream ? Answers.Chunk : "{");
        using RouteurClient client = TestClients.OnClock(stream ? Stream(body) : new StubHandler(_ => StubHandler.Response(body)), _time);

        Task call = Call(client.AsIChatClient(), stream, cancellation.Token);
        await body.ReaderWaits();
        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_starts_sends_nothing()
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        using RouteurClient client = TestClients.OnClock(handler, _time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AsIChatClient().GetResponseAsync("hi", cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_accept_is_a_connect_time_out_that_names_its_setting()
    {
        // Two connections fill a backlog of one; Linux then leaves further ones unanswered.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var endpoint = (IPEndPoint)listener.LocalEndPoint!;
        var fillers = new List<Socket>();
        for (int i = 0; i < 4; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            fillers.Add(filler);
            try
            {
                filler.Connect(endpoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }
        }

        using var client = new RouteurChatClient(TestClients.Options(o =>
        {
            o.Endpoint = new Uri($"http://127.0.0.1:{endpoint.Port}/v1");
            o.ConnectTimeout = TimeSpan.FromMilliseconds(50);
        }));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.GetResponseAsync("hi"));

        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Contains("(RouteurOptions.ConnectTimeout)", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        fillers.ForEach(filler => filler.Dispose());
    }

    private static async Task Collect(RouteurClient client, List<ChatResponseUpdate> received)
    {
        await foreach (ChatResponseUpdate update in client.AsIChatClient().GetStreamingResponseAsync("hi"))
        {
            received.Add(update);
        }
    }

    private static Task Call(IChatClient chat, bool stream, CancellationToken cancellationToken) => stream
        ? chat.GetStreamingResponseAsync("hi", cancellationToken: cancellationToken).ToChatResponseAsync(CancellationToken.None)
        : chat.GetResponseAsync("hi", cancellationToken: cancellationToken);

    private static void AssertTimeout(RouteurException error, string setting, string limit)
    {
        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Equal(0, error.Status);
        Assert.True(error.IsTransient);
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Accepts requests and answers none, until it is cancelled.</summary>
    private static StubHandler Silent() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("unreachable");
    });

    private static StubHandler Stream(Stream body) => new(_ => StubHandler.Response(body, "text/event-stream"));
}
