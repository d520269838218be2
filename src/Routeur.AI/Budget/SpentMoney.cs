namespace Routeur.AI.Budget;

/// <summary>
/// What was spent: for ever, or within a sliding window. The window is kept in slices of a sixtieth of it; an amount leaves when the whole
/// of its slice has left, so it stays up to one slice longer than the window and never shorter. Not thread-safe.
/// </summary>
internal sealed class SpentMoney(TimeSpan? window, TimeProvider timeProvider)
{
    private const int SlicesPerWindow = 60;

    private readonly Queue<Slice> _slices = new();
    private readonly long _start = timeProvider.GetTimestamp();
    private readonly long _windowTicks = window?.Ticks ?? 0;
    private readonly long _sliceTicks = (window?.Ticks ?? 0) / SlicesPerWindow;
    private Slice? _last;

    /// <summary>The sum of what is known.</summary>
    public decimal Usd { get; private set; }

    /// <summary>How many amounts are not known.</summary>
    public int Unknown { get; private set; }

    /// <param name="usd">The amount; null when it is not known.</param>
    public void Add(decimal? usd)
    {
        Usd += usd ?? 0;
        Unknown += usd is null ? 1 : 0;
        if (window is null)
        {
            return;
        }

        long index = Now / _sliceTicks;
        if (_last is null || _last.Index != index)
        {
            _slices.Enqueue(_last = new Slice(index));
        }

        _last.Usd += usd ?? 0;
        _last.Unknown += usd is null ? 1 : 0;
    }

    /// <summary>Lets go what has left the window.</summary>
    public void Forget()
    {
        while (_slices.TryPeek(out Slice? oldest) && Leaves(oldest) <= Now)
        {
            _slices.Dequeue();
            Usd -= oldest.Usd;
            Unknown -= oldest.Unknown;
            _last = _slices.Count == 0 ? null : _last;
        }
    }

    /// <summary>How long until enough has left the window; null when that never happens, or nothing needs to leave.</summary>
    /// <param name="isEnough">Says whether there is room when this much is spent.</param>
    public TimeSpan? Until(Func<decimal, bool> isEnough)
    {
        decimal usd = Usd;
        int unknown = Unknown;
        if (unknown == 0 && isEnough(usd))
        {
            return null;
        }

        foreach (Slice slice in _slices)
        {
            usd -= slice.Usd;
            unknown -= slice.Unknown;
            if (unknown == 0 && isEnough(usd))
            {
                return TimeSpan.FromTicks(Math.Max(0, Leaves(slice) - Now));
            }
        }

        return null;
    }

    private long Now => timeProvider.GetElapsedTime(_start).Ticks;

    private long Leaves(Slice slice) => ((slice.Index + 1) * _sliceTicks) + _windowTicks;

    private sealed class Slice(long index)
    {
        public long Index { get; } = index;

        public decimal Usd { get; set; }

        public int Unknown { get; set; }
    }
}
