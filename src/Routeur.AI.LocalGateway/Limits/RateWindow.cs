namespace Routeur.AI.LocalGateway.Limits;

/// <summary>
/// What one key has used of its minute. The service does not say whether its windows are fixed or sliding: this one is fixed and begins
/// with the first request after the last one ended.
/// </summary>
internal sealed class RateWindow(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private long _started = time.GetTimestamp();
    private long _requests;
    private long _tokens;

    /// <summary>Counts a request in, unless a cap is reached already.</summary>
    /// <returns>The usage with this request, the cap that refuses it if any, and the time until the window ends.</returns>
    public (RateUsage Usage, RateCap? Refusal, TimeSpan Remaining) Enter(int requestCap, int tokenCap)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_started) >= Length)
            {
                (_started, _requests, _tokens) = (time.GetTimestamp(), 0, 0);
            }

            RateCap? refusal = _requests >= requestCap ? RateCap.Requests : _tokens >= tokenCap ? RateCap.Tokens : null;
            if (refusal is null)
            {
                _requests++;
            }

            return (new RateUsage(_requests, _tokens), refusal, Length - time.GetElapsedTime(_started));
        }
    }

    public RateUsage Spend(int tokens)
    {
        lock (_gate)
        {
            _tokens += tokens;
            return new RateUsage(_requests, _tokens);
        }
    }
}
