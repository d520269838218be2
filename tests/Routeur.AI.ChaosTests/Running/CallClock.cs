using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Routeur.AI.ChaosTests.Running;

/// <summary>The clock of one call. It stands still until the test moves it, and says when the call begins to wait on it.</summary>
internal sealed class CallClock : TimeProvider
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _time.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return new Timer(timer, _waits.Writer);
    }

    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>Completes when the call has begun to wait for such a time.</summary>
    public async Task WaitFor(Predicate<TimeSpan> wanted, CancellationToken cancellationToken)
    {
        while (!wanted(await _waits.Reader.ReadAsync(cancellationToken)))
        {
        }
    }

    /// <summary>
    /// Lets such a time pass, and again whenever the call begins to wait for it, until the call is over. Once is not enough: bytes that were
    /// sent before can arrive while the time passes, and the call then begins a new wait.
    /// </summary>
    public async Task RunOutAsync(Task call, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Advance(limit);
        while (!call.IsCompleted)
        {
            Task begun = WaitFor(wait => wait == limit, over.Token);
            if (await Task.WhenAny(call, begun) == begun)
            {
                await begun;
                Advance(limit);
            }
        }

        await over.CancelAsync();
    }

    private sealed class Timer(ITimer timer, ChannelWriter<TimeSpan> waits) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = timer.Change(dueTime, period);
            waits.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
