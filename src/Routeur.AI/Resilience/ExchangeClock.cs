using Routeur.AI.Errors;

namespace Routeur.AI.Resilience;

/// <summary>
/// The time-outs of one call, on its <see cref="TimeProvider"/>. One timer at a time. A whole plain answer has one limit, from sending to
/// the last byte. A stream has one until its first byte and then a fresh one for every read, which runs only while something is
/// being read: a slow consumer is not a silent stream. The deadline of the whole call shortens each of them.
/// </summary>
/// <remarks>Not thread-safe: a call is sent and read by one logical thread.</remarks>
internal sealed class ExchangeClock(
    RouteurSettings settings, bool stream, CallDeadline deadline, TimeProvider timeProvider, CancellationToken callerToken, CancellationToken clientDisposed) : IDisposable
{
    private CancellationTokenSource? _attempt;
    private CancellationTokenRegistration _callerRegistration;
    private CancellationTokenRegistration _clientRegistration;
    private bool _streaming;
    private bool _waiting;
    private bool _untilDeadline;

    /// <summary>The caller's own token.</summary>
    public CancellationToken CallerToken => callerToken;

    /// <summary>What it counts on.</summary>
    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Fires when the caller cancels, the client is disposed or the running limit is reached.</summary>
    public CancellationToken Token => _attempt?.Token ?? callerToken;

    /// <summary>Starts the limit of a new attempt: it counts from the moment the attempt is sent, so that waiting and back-off are free.</summary>
    public void BeginAttempt()
    {
        EndAttempt();
        _attempt = new CancellationTokenSource(deadline.Cap(stream ? settings.StreamFirstByteTimeout : settings.ResponseTimeout, out _untilDeadline), timeProvider);
        _callerRegistration = callerToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _attempt);
        _clientRegistration = clientDisposed.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _attempt);
    }

    /// <summary>Whether the whole call should be over. Bytes that are here already are read without a timer; their reader asks.</summary>
    public bool IsOver => deadline.IsOver;

    /// <summary>A read waits for the network.</summary>
    public void Resume()
    {
        if (_streaming)
        {
            _waiting = true;
            _attempt?.CancelAfter(deadline.Cap(settings.StreamIdleTimeout, out _untilDeadline));
        }
    }

    /// <summary>A read ended, whether it had to wait or not.</summary>
    /// <param name="arrived">Whether it brought bytes.</param>
    public void Pause(bool arrived)
    {
        bool begins = stream && arrived && !_streaming;
        if (begins || _waiting)
        {
            _streaming = true;
            _waiting = false;
            _attempt?.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>What to throw for a cancellation that was seen while sending or reading.</summary>
    public Exception ToException(Exception? cancellation = null)
    {
        if (callerToken.IsCancellationRequested)
        {
            return new OperationCanceledException("The call was cancelled.", cancellation, callerToken);
        }

        if (clientDisposed.IsCancellationRequested)
        {
            return TransportErrors.ClientDisposed(requestWasSent: true);
        }

        bool isDeadline = _untilDeadline || deadline.IsOver;
        (string setting, string problem) =
            isDeadline ? (nameof(RouteurOptions.TotalTimeout), $"The call was not over within {settings.TotalTimeout}") :
            !stream ? (nameof(RouteurOptions.ResponseTimeout), $"The answer was not complete within {settings.ResponseTimeout}") :
            !_streaming ? (nameof(RouteurOptions.StreamFirstByteTimeout), $"The stream's first byte did not arrive within {settings.StreamFirstByteTimeout}") :
            (nameof(RouteurOptions.StreamIdleTimeout), $"The stream was silent for {settings.StreamIdleTimeout}");

        return TransportErrors.Timeout(nameof(RouteurOptions) + "." + setting, problem, cancellation, requestWasSent: true, isFinal: isDeadline);
    }

    public void Dispose() => EndAttempt();

    private void EndAttempt()
    {
        _callerRegistration.Dispose();
        _callerRegistration = default;
        _clientRegistration.Dispose();
        _clientRegistration = default;
        _attempt?.Dispose();
        _attempt = null;
    }
}
