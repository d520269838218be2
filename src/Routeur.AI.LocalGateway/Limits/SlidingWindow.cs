namespace Routeur.AI.LocalGateway.Limits;

/// <summary>The last sixty seconds in sixty slots, so that its memory does not depend on what is used.</summary>
internal sealed class SlidingWindow(TimeProvider time) : RateWindow
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly int Slots = (int)(Length / Step);

    private readonly long _started = time.GetTimestamp();
    private readonly RateUsage[] _slots = new RateUsage[Slots];
    private RateUsage _used;
    private long _step;

    protected override RateUsage Current()
    {
        long step = (long)(time.GetElapsedTime(_started) / Step);
        for (int i = 0; _step < step && i < Slots; i++)
        {
            Expire(++_step);
        }

        // After more than a minute of silence every slot is empty, and the steps between need not be taken.
        _step = Math.Max(_step, step);
        return _used;
    }

    protected override RateUsage Add(RateUsage usage)
    {
        Current();
        _slots[_step % Slots] += usage;
        return _used += usage;
    }

    protected override TimeSpan UntilRoom(int requestCap, int tokenCap)
    {
        RateUsage left = _used;
        for (int i = 1; i <= Slots; i++)
        {
            left -= _slots[(_step + i) % Slots];
            if (left.Requests < requestCap && left.Tokens < tokenCap)
            {
                return ((_step + i) * Step) - time.GetElapsedTime(_started);
            }
        }

        return Length;
    }

    private void Expire(long step)
    {
        _used -= _slots[step % Slots];
        _slots[step % Slots] = default;
    }
}
