namespace Routeur.AI.RateLimiting;

/// <summary>One wait of a call: ends when it may be sent, when its time is over, or when the caller cancels.</summary>
internal sealed class RateWait(TimeSpan since) : TaskCompletionSource<RateWaitEnd>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>When it began.</summary>
    public TimeSpan Since => since;
}
