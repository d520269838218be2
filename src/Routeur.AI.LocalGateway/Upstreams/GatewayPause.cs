namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>Waits on the gateway's clock. A gateway that stops does not wait any longer: answers come to their end.</summary>
internal sealed class GatewayPause(TimeProvider time, CancellationToken stopping)
{
    public static readonly TimeSpan Endless = Timeout.InfiniteTimeSpan;

    /// <summary>The most that can be waited for: timers count milliseconds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Returns when the time is over or the gateway stops.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay == TimeSpan.Zero)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        await Task.Delay(delay, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
