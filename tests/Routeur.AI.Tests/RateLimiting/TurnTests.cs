using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Routeur.AI.Pipeline;
using Routeur.AI.RateLimiting;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>Whose turn it is in the queue.</summary>
public class TurnTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateGate _gate;

    public TurnTests() => _gate = new RateGate("host", _time);

    [Fact]
    public void A_call_whose_first_target_has_failed_goes_before_those_that_come_for_the_first_time()
    {
        UseUp();
        RateTicket waiting = Enter(new CallState(Settings));
        RateTicket first = Enter(new CallState(Settings) { HasMovedOn = true });
        RateTicket second = Enter(new CallState(Settings) { HasMovedOn = true });

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(first.Wait);
        Assert.NotNull(second.Wait);
        Assert.NotNull(waiting.Wait);
    }

    [Fact]
    public void A_slow_log_does_not_hold_the_others_on_the_key()
    {
        UseUp();
        bool isFree = false;
        var logger = new Mock<ILogger>();
        logger.Setup(l => l.IsEnabled(It.IsAny<LogLevel>())).Callback(() =>
        {
            // Another thread, since a lock lets its own one in.
            var other = new Thread(() => isFree = _gate.Waiting == 1) { IsBackground = true };
            other.Start();
            other.Join(TimeSpan.FromSeconds(10));
        });

        Enter(new CallState(Settings), logger.Object);

        Assert.True(isFree);
    }

    private static RouteurSettings Settings => TestClients.Settings(o => (o.RespectRateLimits, o.QueueTimeout) = (true, Timeout.InfiniteTimeSpan))();

    private void UseUp() => _gate.Answer(
        Enter(new CallState(Settings)), refused: true, new RateHeaders(0, 1000), TimeSpan.FromSeconds(5), NullLogger.Instance);

    private RateTicket Enter(CallState call, ILogger? logger = null)
    {
        RateTicket ticket = _gate.Take(call, 100, waits: true);
        _ = _gate.EnterAsync(ticket, logger ?? NullLogger.Instance, CancellationToken.None, CancellationToken.None).AsTask();
        return ticket;
    }
}
