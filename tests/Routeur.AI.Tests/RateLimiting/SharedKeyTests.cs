using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Pipeline;
using Routeur.AI.RateLimiting;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>A key that other processes may use too: what one process sends at once, as long as it does not know.</summary>
public class SharedKeyTests
{
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _time = new();
    private readonly List<RateTicket> _tickets = [];
    private readonly RateGate _gate;

    public SharedKeyTests() => _gate = new RateGate("host", _time);

    [Fact]
    public void Before_the_first_answer_fifty_calls_go_out_in_half_a_second()
    {
        Enter(200);
        Assert.Equal(50, Sent);

        _time.Advance(HalfASecond);
        Assert.Equal(100, Sent);
    }

    [Fact]
    public void Before_the_first_answer_large_calls_go_out_as_few_as_their_tokens_ask_for()
    {
        // 40,000 bytes are about 10,000 tokens; an answer is expected to have 256.
        Enter(10, bytes: 40_000);
        Assert.Equal(1, Sent);

        _time.Advance(HalfASecond);
        Assert.Equal(2, Sent);
    }

    [Fact]
    public void A_burst_takes_a_part_of_what_is_left_and_more_when_the_service_has_counted_that()
    {
        Answer(Enter(1), new RateHeaders(400, null));
        _time.Advance(HalfASecond);

        Enter(300);
        int first = Sent - 1;
        Assert.InRange(first, 40, 60);
        for (int i = 0; i < 20; i++)
        {
            _time.Advance(HalfASecond);
        }

        Assert.Equal(301, Sent);
    }

    [Fact]
    public void Who_has_seen_that_nobody_else_spends_takes_all_that_is_left_at_once()
    {
        for (int i = 1; i <= 20; i++)
        {
            Answer(Enter(1), new RateHeaders(600 - i, null));
            _time.Advance(HalfASecond);
        }

        Enter(60);

        Assert.Equal(80, Sent);
    }

    [Fact]
    public void Who_has_seen_that_others_spend_does_not()
    {
        for (int i = 1; i <= 20; i++)
        {
            Answer(Enter(1), new RateHeaders(600 - (10 * i), null));
            _time.Advance(HalfASecond);
        }

        Enter(100);

        // A tenth of what has gone was its own: it takes a twentieth of the 400 that are left.
        Assert.InRange(Sent - 20, 18, 25);
    }

    [Fact]
    public void A_service_that_tells_only_what_is_left_of_the_tokens_does_not_slow_small_calls_down()
    {
        Answer(Enter(1), new RateHeaders(null, 100_000));
        _time.Advance(HalfASecond);

        Enter(30);

        Assert.Equal(31, Sent);
    }

    private int Sent => _tickets.Count(ticket => ticket.Wait is null);

    private RateTicket Enter(int count, long bytes = 100)
    {
        RouteurSettings settings = TestClients.Settings(o => (o.RespectRateLimits, o.QueueTimeout) = (true, Timeout.InfiniteTimeSpan))();
        for (int i = 0; i < count; i++)
        {
            RateTicket ticket = _gate.Take(new CallState(settings), bytes, waits: true);
            _ = _gate.EnterAsync(ticket, NullLogger.Instance, CancellationToken.None, CancellationToken.None).AsTask();
            _tickets.Add(ticket);
        }

        return _tickets[^1];
    }

    private void Answer(RateTicket ticket, RateHeaders headers)
    {
        _gate.Answer(ticket, refused: false, headers, null, NullLogger.Instance);
        ticket.Complete(10, 10);
    }
}
