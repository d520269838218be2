namespace Routeur.AI.LocalGateway.Limits;

/// <summary>What one key has used of its minute. Safe for use by several threads.</summary>
internal abstract class RateWindow
{
    protected static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();

    /// <summary>Counts a request in, unless a cap is reached already.</summary>
    /// <returns>The usage with this request, the cap that refuses it if any, and the time until there is room again.</returns>
    public (RateUsage Usage, RateCap? Refusal, TimeSpan Wait) Enter(int requestCap, int tokenCap)
    {
        lock (_gate)
        {
            RateUsage used = Current();
            if (used.Requests >= requestCap || used.Tokens >= tokenCap)
            {
                // When both are reached, it waits for both.
                RateCap refusal = used.Requests >= requestCap ? RateCap.Requests : RateCap.Tokens;
                return (used, refusal, UntilRoom(requestCap, tokenCap));
            }

            return (Add(new RateUsage(1, 0)), null, TimeSpan.Zero);
        }
    }

    public RateUsage Spend(int tokens)
    {
        lock (_gate)
        {
            return Add(new RateUsage(0, tokens));
        }
    }

    /// <summary>What is used now, what has expired not counted.</summary>
    protected abstract RateUsage Current();

    /// <summary>Adds to what is used, and returns the sum.</summary>
    protected abstract RateUsage Add(RateUsage usage);

    protected abstract TimeSpan UntilRoom(int requestCap, int tokenCap);
}
