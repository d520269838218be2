using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Pipeline;
using Routeur.AI.RateLimiting;
using Routeur.AI.Tests.Support;
using static Routeur.AI.Tests.RateLimiting.LimitedAnswers;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>The queue in front of a key, as callers meet it: through a client, on a fake network and clock.</summary>
public class QueueTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly QueuedClients _clients = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_a_limit_refuses_goes_on_as_soon_as_the_service_says_and_counts_its_attempts(bool stream)
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("7") : Answer(stream, requests: 9));
        using RouteurClient client = Client(handler);

        Task<ChatResponse> call = Call(client.AsIChatClient(), stream);
        await Waiting(1);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(handler.Requests);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Hello", (await call).Text);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task However_often_a_limit_refuses_a_call_does_not_fail_before_its_time_in_the_queue_is_over()
    {
        var handler = new StubHandler(_ => Refusal("60"));
        using RouteurClient client = Client(handler, o => (o.MaxRetries, o.MaxRetryDelay, o.QueueTimeout) = (0, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(9.5)));

        Task<ChatResponse> call = Call(client.AsIChatClient(), stream: false);
        for (int minute = 0; minute < 10; minute++)
        {
            await Waiting(1);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Equal(RouteurErrorCode.Timeout, error.ErrorCode);
        Assert.Contains("RouteurOptions.QueueTimeout", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        Assert.Equal(10, error.Attempts);
    }

    [Fact]
    public async Task A_429_that_tells_neither_what_is_left_nor_how_long_to_wait_is_retried_like_other_failures()
    {
        var handler = new StubHandler(_ => StubHandler.Response(Answers.Error("rate_limited", "quota"), status: HttpStatusCode.TooManyRequests));
        using RouteurClient client = Client(handler, o => o.MaxRetries = 0);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client.AsIChatClient(), stream: false));

        Assert.Equal(RouteurErrorCode.RateLimited, error.ErrorCode);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Off_by_one_option()
    {
        var handler = new StubHandler(_ => Refusal("7"));
        using RouteurClient client = Client(handler, o => (o.RespectRateLimits, o.MaxRetries) = (false, 0));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client.AsIChatClient(), stream: false));

        Assert.Equal(RouteurErrorCode.RateLimited, error.ErrorCode);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    [Fact]
    public async Task Who_comes_when_the_queue_is_full_is_told_at_once_and_the_others_stay()
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("7") : Answer(stream: false, requests: 99));
        using RouteurClient client = Client(handler, o => o.QueueLimit = 2);
        Task<ChatResponse> first = Call(client.AsIChatClient(), stream: false);
        await Waiting(1);
        Task<ChatResponse> second = Call(client.AsIChatClient(), stream: false);
        await Waiting(2);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client.AsIChatClient(), stream: false));

        Assert.Equal(RouteurErrorCode.QueueFull, error.ErrorCode);
        Assert.Contains("RouteurOptions.QueueLimit", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        Assert.Equal(0, error.Attempts);
        _time.Advance(TimeSpan.FromSeconds(7));
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Without_a_queue_no_call_waits()
    {
        var handler = new StubHandler(_ => Refusal("7"));
        using RouteurClient client = Client(handler, o => o.QueueLimit = 0);
        Task<ChatResponse> first = Call(client.AsIChatClient(), stream: false);
        await Waiting(1);

        Assert.Equal(
            RouteurErrorCode.QueueFull,
            (await Assert.ThrowsAsync<RouteurException>(() => Call(client.AsIChatClient(), stream: false))).ErrorCode);
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => first);
    }

    [Fact]
    public async Task Cancelling_leaves_the_queue_at_once_and_lets_the_others_pass()
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("7") : Answer(stream: false, requests: 99));
        using RouteurClient client = Client(handler);
        using var cancellation = new CancellationTokenSource();
        Task<ChatResponse> first = client.AsIChatClient().GetResponseAsync("first", cancellationToken: cancellation.Token);
        await Waiting(1);
        Task<ChatResponse> second = client.AsIChatClient().GetResponseAsync("second");
        await Waiting(2);

        await cancellation.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        await Waiting(1);
        _time.Advance(TimeSpan.FromSeconds(7));
        await second;
        Assert.Contains("second", handler.Requests[^1].Body, StringComparison.Ordinal);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task The_deadline_of_a_whole_call_ends_its_wait_too()
    {
        var handler = new StubHandler(_ => Refusal("600"));
        using RouteurClient client = Client(handler, o => o.TotalTimeout = TimeSpan.FromMinutes(2));

        Task<ChatResponse> call = Call(client.AsIChatClient(), stream: false);
        await Waiting(1);
        _time.Advance(TimeSpan.FromMinutes(2));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => call);
        Assert.Contains("RouteurOptions.TotalTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_time_out_begins_when_the_call_is_sent()
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("120") : Answer(stream: false, requests: 9));
        using RouteurClient client = Client(handler, o => o.ResponseTimeout = TimeSpan.FromSeconds(5));

        Task<ChatResponse> call = Call(client.AsIChatClient(), stream: false);
        await Waiting(1);
        _time.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal("Hello", (await call).Text);
    }

    [Fact]
    public async Task First_come_first_served_and_who_is_refused_stays_in_front()
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("5") : Answer(stream: false, requests: 500));
        using RouteurClient client = Client(handler);
        var all = new List<Task>();
        for (int i = 0; i < 20; i++)
        {
            all.Add(client.AsIChatClient().GetResponseAsync($"call {i:00}"));
            await Waiting(i + 1);
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(all);

        // The refused one comes first again, as the pilot; its answer lets the others go.
        Assert.Contains("call 00", handler.Requests[1].Body, StringComparison.Ordinal);
        Assert.Equal(21, handler.Requests.Count);
    }

    [Fact]
    public async Task Clients_with_one_key_share_the_queue_and_another_key_or_endpoint_does_not_wait()
    {
        var handler = new StubHandler(request => request.Headers["Authorization"].EndsWith("other", StringComparison.Ordinal) || request.Uri.Port == 10
            ? Answer(stream: false, requests: 9)
            : Refusal("60"));
        using RouteurClient one = Client(handler);
        using RouteurClient two = Client(handler);
        using RouteurClient otherKey = Client(handler, o => o.ApiKey = "rtr_other");
        using RouteurClient otherEndpoint = Client(handler, o => o.Endpoint = new Uri("http://127.0.0.1:10/v1"));
        Task<ChatResponse> first = Call(one.AsIChatClient(), stream: false);
        await Waiting(1);

        Task<ChatResponse> second = Call(two.AsIChatClient(), stream: false);
        await Waiting(2);
        await Call(otherKey.AsIChatClient(), stream: false);
        await Call(otherEndpoint.AsIChatClient(), stream: false);

        Assert.Equal(3, handler.Requests.Count);
        one.Dispose();
        two.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => first);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_official_client_on_our_connection_waits_in_the_same_queue(bool async)
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("7") : Answer(stream: false, requests: 9));
        using RouteurClient client = Client(handler);
        OpenAI.Chat.ChatClient chat = client.OpenAI.GetChatClient("auto");

        Task<string> call = async
            ? CompleteAsync()
            : Task.Run(() => chat.CompleteChat("hi").Value.Content[0].Text, TestContext.Current.CancellationToken);
        await Waiting(1);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("Hello", await call);

        async Task<string> CompleteAsync() => (await chat.CompleteChatAsync("hi")).Value.Content[0].Text;
    }

    [Fact]
    public async Task Management_calls_are_counted_and_do_not_wait()
    {
        var handler = new StubHandler(request => request.Uri.AbsolutePath.EndsWith("/models/auto", StringComparison.Ordinal)
            ? StubHandler.Response(ManagementClients.Model)
            : Refusal("60"));
        using RouteurClient client = Client(handler);
        Task<ChatResponse> call = Call(client.AsIChatClient(), stream: false);
        await Waiting(1);

        Assert.Equal("gpt-4o-mini", (await client.Models.GetAsync("auto", TestContext.Current.CancellationToken)).Id);
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    [Fact]
    public async Task A_management_call_that_gets_through_does_not_open_the_queue_before_its_time()
    {
        int calls = 0;
        var handler = new StubHandler(request =>
            request.Uri.AbsolutePath.EndsWith("/models/auto", StringComparison.Ordinal) ? StubHandler.Response(ManagementClients.Model) :
            ++calls == 1 ? Refusal("60") : Answer(stream: false, requests: 9));
        using RouteurClient client = Client(handler);
        Task<ChatResponse> call = Call(client.AsIChatClient(), stream: false);
        await Waiting(1);

        await client.Models.GetAsync("auto", TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(30));

        await Waiting(1);
        Assert.Equal(1, calls);
        _time.Advance(TimeSpan.FromSeconds(30));
        await call;
    }

    [Fact]
    public async Task Fifty_calls_at_once_on_a_fresh_key_are_all_sent_at_once()
    {
        var release = new TaskCompletionSource();
        int arrived = 0;
        var handler = new StubHandler(async (_, cancellationToken) =>
        {
            if (Interlocked.Increment(ref arrived) == 50)
            {
                release.SetResult();
            }

            await release.Task.WaitAsync(cancellationToken);
            return Answer(stream: false, requests: 550);
        });
        using RouteurClient client = Client(handler);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Call(client.AsIChatClient(), stream: false)));

        Assert.Equal(50, arrived);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_fails_every_call_at_once_and_fills_no_queue()
    {
        var handler = new StubHandler((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError));
        using RouteurClient client = Client(handler, o => o.MaxRetries = 0);

        for (int i = 0; i < 2000; i++)
        {
            Task<ChatResponse> call = Call(client.AsIChatClient(), stream: i % 2 == 0);
            Assert.Equal(RouteurErrorCode.ConnectionFailed, (await Assert.ThrowsAsync<RouteurException>(() => call)).ErrorCode);
        }

        Assert.Equal(2000, handler.Requests.Count);
    }

    [Fact]
    public async Task Abandoned_streams_and_failures_leave_nothing_reserved()
    {
        int calls = 0;
        var handler = new StubHandler(_ => (++calls % 3) switch
        {
            0 => throw new HttpRequestException("refused"),
            1 => StubHandler.Response(Answers.Error("invalid_request", "no"), status: HttpStatusCode.BadRequest),
            _ => Answer(stream: true, requests: 500, tokens: 2000),
        });
        using RouteurClient client = Client(handler);

        // Each reserves some 256 tokens; if they stayed reserved, no call could be sent any more after eight.
        for (int i = 0; i < 60; i++)
        {
            try
            {
                await foreach (ChatResponseUpdate _ in client.AsIChatClient().GetStreamingResponseAsync("hi"))
                {
                    break;
                }
            }
            catch (RouteurException)
            {
            }

            // What was spent is a minute old soon enough.
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(60, calls);
        Assert.Equal(0, _clients.Gate(_time).Waiting);
    }

    [Fact]
    public async Task The_meter_tells_of_queue_waits_and_refusals_and_never_of_the_key()
    {
        var seen = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Routeur.AI")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => seen.Enqueue((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => seen.Enqueue((i.Name, value, Text(tags))));
        listener.Start();
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? Refusal("7") : Answer(stream: false, requests: 9));
        using RouteurClient client = Client(handler, o => o.Endpoint = new Uri("http://127.0.0.2:9/v1"));

        Task<ChatResponse> call = Call(client.AsIChatClient(), stream: false);
        await Waiting(1, "http://127.0.0.2:9/v1");
        _time.Advance(TimeSpan.FromSeconds(7));
        await call;

        var ours = seen.Where(m => m.Tags == "server.address=127.0.0.2").ToArray();
        Assert.Equal(1, ours.Single(m => m.Name == "routeur.rate_limited").Value);
        Assert.Equal(7, ours.Single(m => m.Name == "routeur.queue.wait").Value, 3);
        Assert.Equal([1, -1], ours.Where(m => m.Name == "routeur.queue.length").Select(m => m.Value));
        Assert.DoesNotContain(seen, m => m.Tags.Contains(TestClients.Key, StringComparison.Ordinal));

        static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(",", tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
    }

    [Fact]
    public void A_gate_that_nobody_uses_is_forgotten_and_the_key_itself_is_never_kept()
    {
        var gates = new RateGates();
        WeakReference gate = Make(gates);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.False(gate.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Make(RateGates gates) => new(gates.Get(new Uri("http://127.0.0.1:9/v1"), TestClients.Key, TimeProvider.System));
    }

    [Fact]
    public void What_a_client_learnt_is_there_for_the_next_one_for_a_minute_even_if_nobody_kept_it()
    {
        WeakReference gate = null!;

        // On a thread of its own, which takes everything with it that could still refer to the call.
        OnThread(() => gate = UseOnce());
        Collect();
        Assert.True(gate.IsAlive);

        _time.Advance(TimeSpan.FromSeconds(61));
        Collect();
        Assert.False(gate.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference UseOnce()
        {
            using RouteurClient client = Client(new StubHandler(_ => Answer(stream: false, requests: 5)));
            client.AsIChatClient().GetResponseAsync("hi").GetAwaiter().GetResult();
            return new WeakReference(_clients.Gate(_time));
        }
    }

    [Fact]
    public async Task Streams_that_their_readers_forgot_hold_no_tokens_back_for_ever()
    {
        const int Cap = 100_000;
        const int Forgotten = 390; // of 256 tokens each, as long as nothing better is known: all but 160
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new StubHandler(async (request, cancellationToken) =>
        {
            if (!request.Body.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                await later.Task.WaitAsync(cancellationToken);
                return Answer(stream: false, requests: 500, tokens: Cap);
            }

            var body = new StallingStream();
            body.Feed(Answers.Chunk);
            return WithLimits(StubHandler.Response(body, "text/event-stream"), requests: 500, tokens: Cap);
        });
        using RouteurClient client = Client(handler);
        IChatClient chat = client.AsIChatClient();

        // On a thread of its own, which takes everything with it that could still refer to an enumerator.
        OnThread(() =>
        {
            for (int i = 0; i < Forgotten; i++)
            {
                Assert.True(chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator().MoveNextAsync().AsTask().GetAwaiter().GetResult());
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        });
        Collect();
        _time.Advance(TimeSpan.FromSeconds(61));

        Task both = Task.WhenAll(Call(chat, stream: false), Call(chat, stream: false));

        Assert.Equal(Forgotten + 2, handler.Requests.Count);
        later.SetResult();
        await both;
    }

    [Fact]
    public void A_clock_that_fails_while_a_forgotten_stream_is_collected_does_not_end_the_process()
    {
        var clock = new FailingClock();
        OnThread(() =>
        {
            var gate = new RateGate("host", clock);
            RateTicket ticket = gate.Take(new CallState(TestClients.Settings()()), 100, waits: true);
            gate.EnterAsync(ticket, NullLogger.Instance, CancellationToken.None, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        });

        clock.Fails = true;
        Collect();

        Assert.True(clock.WasAsked);
    }

    private static void OnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "It hangs.");
        Assert.Null(failure);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static Task<ChatResponse> Call(IChatClient chat, bool stream) =>
        stream ? chat.GetStreamingResponseAsync("hi").ToChatResponseAsync() : chat.GetResponseAsync("hi");

    private static HttpResponseMessage Answer(bool stream, int requests, int tokens = 100_000) => WithLimits(
        stream
            ? StubHandler.Response(new NetworkStream(Encoding.UTF8.GetBytes(Answers.Stream)), "text/event-stream")
            : StubHandler.Response(Answers.Plain),
        requests,
        tokens);

    private sealed class FailingClock : TimeProvider
    {
        public bool Fails { get; set; }

        public bool WasAsked { get; private set; }

        public override long GetTimestamp()
        {
            WasAsked |= Fails;
            return Fails ? throw new InvalidOperationException("no time") : 0;
        }

        // Timers would keep the gate.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Moq.Mock.Of<ITimer>();
    }

    private RouteurClient Client(StubHandler handler, Action<RouteurOptions>? options = null) => _clients.Create(handler, _time, options);

    private Task Waiting(int calls, string? endpoint = null) => _clients.Waiting(_time, calls, endpoint is null ? null : new Uri(endpoint));
}
