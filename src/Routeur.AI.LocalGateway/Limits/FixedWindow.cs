namespace Routeur.AI.LocalGateway.Limits;

/// <summary>A minute that begins with the first request after the last one ended.</summary>
internal sealed class FixedWindow(TimeProvider time) : RateWindow
{
    private long _started = time.GetTimestamp();
    private RateUsage _used;

    protected override RateUsage Current()
    {
        if (time.GetElapsedTime(_started) >= Length)
        {
            (_started, _used) = (time.GetTimestamp(), default);
        }

        return _used;
    }

    // Tokens that come after the end of a minute belong to it: nobody has begun a new one.
    protected override RateUsage Add(RateUsage usage) => _used += usage;

    protected override TimeSpan UntilRoom(int requestCap, int tokenCap) => Length - time.GetElapsedTime(_started);
}
