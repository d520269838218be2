using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Routeur.AI.Tests.Support;

/// <summary>A clock that stands still until it is told otherwise, and says when somebody begins to wait on it.</summary>
internal sealed class ObservedTimeProvider : TimeProvider
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<Wait> _waits = Channel.CreateUnbounded<Wait>();
    private readonly ConcurrentQueue<TimeSpan> _all = new();

    /// <summary>Every due time that was asked for, in order; infinite ones left out.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _all];

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _time.CreateTimer(callback, state, dueTime, period);
        bool isTimeout = state is CancellationTokenSource;
        Note(dueTime, isTimeout);
        return new ObservedTimer(timer, isTimeout, this);
    }

    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>Completes when somebody has begun to wait for exactly this long.</summary>
    public async Task WaitFor(TimeSpan dueTime)
    {
        while ((await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken)).DueTime != dueTime)
        {
        }
    }

    /// <summary>
    /// Runs a call to its end: whenever it pauses, that much time passes. A time-out that is set is no pause, since the answer may be on its way:
    /// it strikes only with <paramref name="timeoutsStrike"/>, for calls that are never answered.
    /// </summary>
    public async Task Run(Task call, bool timeoutsStrike = false)
    {
        while (!call.IsCompleted)
        {
            Task<Wait> wait = _waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(call, wait) == wait)
            {
                Wait begun = await wait;
                if (timeoutsStrike || !begun.IsTimeout)
                {
                    Advance(begun.DueTime);
                }
            }
        }

        await call;
    }

    private void Note(TimeSpan dueTime, bool isTimeout)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _all.Enqueue(dueTime);
            _waits.Writer.TryWrite(new Wait(dueTime, isTimeout));
        }
    }

    private readonly record struct Wait(TimeSpan DueTime, bool IsTimeout);

    private sealed class ObservedTimer(ITimer timer, bool isTimeout, ObservedTimeProvider owner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = timer.Change(dueTime, period);
            owner.Note(dueTime, isTimeout);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
