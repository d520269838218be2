namespace Routeur.AI.Resilience;

/// <summary>When a whole call has to be over (<see cref="RouteurOptions.TotalTimeout"/>), whatever it is doing. The default value never is.</summary>
internal readonly struct CallDeadline
{
    private readonly TimeProvider? _timeProvider;
    private readonly long _started;
    private readonly TimeSpan _total;

    private CallDeadline(TimeProvider timeProvider, TimeSpan total)
    {
        _timeProvider = timeProvider;
        _started = timeProvider.GetTimestamp();
        _total = total;
    }

    /// <summary>What is left, never negative; <see cref="Timeout.InfiniteTimeSpan"/> when there is no deadline.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (_timeProvider is null)
            {
                return Timeout.InfiniteTimeSpan;
            }

            TimeSpan left = _total - _timeProvider.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public bool IsOver => Remaining == TimeSpan.Zero;

    /// <summary>A deadline that counts from now.</summary>
    public static CallDeadline Start(TimeProvider timeProvider, TimeSpan total) =>
        total == Timeout.InfiniteTimeSpan ? default : new CallDeadline(timeProvider, total);

    /// <summary>The shorter of <paramref name="limit"/> and what is left.</summary>
    /// <param name="limit">A limit of a part of the call; it may be infinite.</param>
    /// <param name="isDeadline">
    /// Whether the deadline is the shorter one. Asking <see cref="IsOver"/> when a timer has struck does not tell: timers count whole milliseconds and strike
    /// up to one too early.
    /// </param>
    public TimeSpan Cap(TimeSpan limit, out bool isDeadline)
    {
        TimeSpan left = Remaining;
        isDeadline = left != Timeout.InfiniteTimeSpan && (limit == Timeout.InfiniteTimeSpan || left <= limit);
        return isDeadline ? left : limit;
    }

    /// <summary>Whether a pause that long ends before the deadline.</summary>
    public bool Allows(TimeSpan pause)
    {
        TimeSpan left = Remaining;
        return left == Timeout.InfiniteTimeSpan || pause < left;
    }
}
