using System.ClientModel.Primitives;
using Microsoft.Extensions.Logging;
using Routeur.AI.Errors;
using Routeur.AI.Pipeline;
using Routeur.AI.RateLimiting;

namespace Routeur.AI.Resilience;

/// <summary>
/// Repeats what the service says may be repeated [/guides/errors]: 408, 429, 502, 503, 504 and failed connections; never another
/// status, never a 502 for an unconfigured provider, and a time-out after the request was sent only when asked.
/// </summary>
/// <remarks>
/// Waits are exponential with full jitter (a random part of 1, 2, 4 … seconds, so that clients which failed together do not return
/// together). What creates something is repeated only when it was certainly not begun: after 429, or when there was no connection.
/// <c>Retry-After</c> is obeyed; one that asks for more than <see cref="RouteurOptions.MaxRetryDelay"/>, or beyond the call's deadline, ends the call at
/// once. While a call has another target, an upstream failure is not repeated at this one.
/// </remarks>
internal sealed class RouteurRetryPolicy(
    Func<RouteurSettings> settings, TimeProvider timeProvider, ILogger logger, Func<double>? random = null, CancellationToken clientDisposed = default)
    : ClientRetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;

    protected override bool ShouldRetry(PipelineMessage message, Exception? exception) =>
        ShouldRetryAsync(message, exception, async: false).AsTask().GetAwaiter().GetResult();

    protected override ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        ShouldRetryAsync(message, exception, async: true);

    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) => CallState.Of(message)?.NextDelay ?? FirstDelay;

    protected override async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clientDisposed);
        try
        {
            await Task.Delay(time, timeProvider, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(e.Message, e, cancellationToken)
                : TransportErrors.ClientDisposed(requestWasSent: true);
        }
    }

    protected override void Wait(TimeSpan time, CancellationToken cancellationToken) => WaitAsync(time, cancellationToken).GetAwaiter().GetResult();

    private async ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception, bool async)
    {
        RouteurSettings current = SettingsOf(message);
        CallState? call = CallState.Of(message);
        bool repeatable = call?.Repeatable ?? true;
        if (exception is null && BackToTheQueue(message, call))
        {
            return true;
        }

        int attempts = call is null ? int.MaxValue : call.Attempts - call.Refusals;
        if (attempts > current.MaxRetries || message.CancellationToken.IsCancellationRequested)
        {
            return false;
        }

        if (exception is not null)
        {
            if (!MayRepeat(exception, current) || (!repeatable && !TransportErrors.NeverReachedTheService(exception)))
            {
                return false;
            }

            if (call is { HasNextTarget: true } && exception is RouteurException { RequestWasSent: true } error && error.ErrorCode == RouteurErrorCode.Timeout)
            {
                // As below: another target is better than a long wait for the same one again.
                return false;
            }

            if (!TryPause(call, asked: null, current))
            {
                return false;
            }

            RetryLog.RetryingAfterFailure(logger, ((RouteurException)exception).ErrorCode.Value, attempts);
            return true;
        }

        PipelineResponse response = message.Response!;
        bool promising = repeatable ? response.Status is 408 or 429 or 502 or 503 or 504 : response.Status is 429;
        if (call is { HasNextTarget: true } && response.Status is 502 or 503 or 504)
        {
            // Another target is better than the same one again.
            return false;
        }

        TimeSpan? asked = RetryAfterHeader.Read(response, timeProvider.GetUtcNow());
        if (!promising || asked > current.MaxRetryDelay)
        {
            return false;
        }

        if (response.Status == 502 && await IsUnconfiguredAsync(message, async).ConfigureAwait(false))
        {
            return false;
        }

        if (!TryPause(call, asked, current))
        {
            return false;
        }

        RetryLog.RetryingAfterStatus(logger, response.Status, attempts);
        return true;
    }

    /// <summary>
    /// A call that a limit refused goes back to its place in the queue of its key, which knows when there is room and how long a call may wait.
    /// </summary>
    private bool BackToTheQueue(PipelineMessage message, CallState? call)
    {
        if (call?.Ticket is not { Waits: true } || message.CancellationToken.IsCancellationRequested ||
            !RateRefusal.Is(message.Response!, timeProvider.GetUtcNow()))
        {
            return false;
        }

        call.Refusals++;
        call.NextDelay = TimeSpan.Zero;
        return true;
    }

    /// <summary>Fixes the pause before the next attempt; false when the call's deadline comes first, so that it fails with its error instead of waiting for nothing.</summary>
    private bool TryPause(CallState? call, TimeSpan? asked, RouteurSettings current)
    {
        if (call is null)
        {
            return true;
        }

        double ceiling = Math.Min(current.MaxRetryDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(2, call.Attempts - call.Refusals - 1));
        call.NextDelay = asked ?? TimeSpan.FromSeconds(ceiling * _random());
        return call.Deadline.Allows(call.NextDelay);
    }

    // One with a status is a refusal of a policy's or transport's own, who has decided.
    private static bool MayRepeat(Exception exception, RouteurSettings settings) =>
        exception is RouteurException { IsTransient: true, IsFinal: false, Status: 0 } error && (!error.RequestWasSent || settings.RetryTimeouts);

    private async ValueTask<bool> IsUnconfiguredAsync(PipelineMessage message, bool async)
    {
        ReadOnlyMemory<byte> body = await ErrorBody.ReadAsync(message, async).ConfigureAwait(false);
        return ErrorEnvelope.ToException(message.Response!, body, timeProvider.GetUtcNow()).ErrorCode == RouteurErrorCode.ProviderUnconfigured;
    }

    private RouteurSettings SettingsOf(PipelineMessage message) => CallState.Of(message)?.Settings ?? settings();
}
