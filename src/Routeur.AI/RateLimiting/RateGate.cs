using Microsoft.Extensions.Logging;
using Routeur.AI.Errors;
using Routeur.AI.Pipeline;

namespace Routeur.AI.RateLimiting;

/// <summary>The queue in front of one key at one endpoint, for all clients of the process. Thread-safe.</summary>
/// <param name="host">The endpoint's host, for measurements.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class RateGate(string host, TimeProvider timeProvider)
{
    /// <summary>How long after a request its minute is over for certain.</summary>
    private static readonly TimeSpan Kept = RateTimes.Minute + RateTimes.Margin;

    private readonly object _lock = new();
    private readonly RateModel _model = new();
    private readonly SortedDictionary<long, RateTicket> _queue = [];
    private readonly long _started = timeProvider.GetTimestamp();
    private ITimer? _timer;
    private ITimer? _keeper;
    private TimeSpan _alarm = TimeSpan.MaxValue;
    private long _numbers;

    /// <summary>How many calls wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    private TimeSpan Now => timeProvider.GetElapsedTime(_started);

    /// <summary>A call's place: at the end of the queue, or in front of all who come for the first time when another target of the call has failed.</summary>
    public RateTicket Take(CallState call, long bodyBytes, bool waits)
    {
        long number = Interlocked.Increment(ref _numbers);
        return new RateTicket(this, call, call.HasMovedOn ? long.MinValue + number : number, bodyBytes, waits);
    }

    /// <summary>Returns when the call may be sent; it must then be sent.</summary>
    /// <exception cref="RouteurException">Too many calls wait, or this one has waited too long.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public ValueTask EnterAsync(RateTicket ticket, ILogger logger, CancellationToken cancellationToken, CancellationToken clientDisposed)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RateWait wait;
        bool isFirst;
        lock (_lock)
        {
            TimeSpan now = Now;
            if (!ticket.Waits || ((_queue.Count == 0 || ticket.Number < _queue.Keys.First()) && _model.MaySend(ticket, now)))
            {
                Send(ticket, now);
                return default;
            }

            RouteurSettings settings = ticket.Call.Settings;
            if (_queue.Count >= settings.QueueLimit && ticket.Call.Attempts == 0 && !ticket.Call.HasMovedOn)
            {
                throw QueueErrors.Full(settings.QueueLimit);
            }

            isFirst = _queue.Count == 0;
            wait = new RateWait(now);
            ticket.Wait = wait;
            _queue.Add(ticket.Number, ticket);
            SetAlarm(now);
        }

        if (isFirst)
        {
            RateLog.Waiting(logger, host);
        }

        RateMeter.Queue.Add(1, RateMeter.Host(host));
        return new ValueTask(WaitAsync(ticket, wait, cancellationToken, clientDisposed));
    }

    /// <summary>The answer's headers are there.</summary>
    public void Answer(RateTicket ticket, bool refused, RateHeaders headers, TimeSpan? retryAfter, ILogger logger)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            _model.Answer(ticket, refused, headers, retryAfter, now);
            Admit(now);
        }

        if (refused)
        {
            RateMeter.Refused.Add(1, RateMeter.Host(host));
            RateLog.Refused(logger, host, retryAfter);
        }
    }

    /// <summary>No answer came.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="arrived">Whether the service may have counted the request all the same.</param>
    public void Fail(RateTicket ticket, bool arrived)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            _model.Fail(ticket, arrived, now);
            Admit(now);
        }
    }

    /// <summary>The answer is over. Only the first word about an attempt counts.</summary>
    public void Complete(RateTicket ticket, long? promptTokens, long? completionTokens)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            _model.Complete(ticket, promptTokens, completionTokens, now);
            Admit(now);
        }
    }

    private async Task WaitAsync(RateTicket ticket, RateWait wait, CancellationToken cancellationToken, CancellationToken clientDisposed)
    {
        RateWaitEnd end;
        TimeSpan longest = ticket.Call.Deadline.Cap(Left(ticket), out bool untilDeadline);
        ITimer? timer = longest == Timeout.InfiniteTimeSpan
            ? null
            : timeProvider.CreateTimer(static state => ((RateTicket)state!).Leave(RateWaitEnd.TimedOut), ticket, longest, Timeout.InfiniteTimeSpan);
        CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(static state => ((RateTicket)state!).Leave(RateWaitEnd.Cancelled), ticket);
        CancellationTokenRegistration disposal = clientDisposed.UnsafeRegister(static state => ((RateTicket)state!).Leave(RateWaitEnd.Disposed), ticket);
        try
        {
            end = await wait.Task.ConfigureAwait(false);
        }
        finally
        {
            await cancellation.DisposeAsync().ConfigureAwait(false);
            await disposal.DisposeAsync().ConfigureAwait(false);
            if (timer is not null)
            {
                await timer.DisposeAsync().ConfigureAwait(false);
            }
        }

        TimeSpan waited = Now - wait.Since;
        ticket.Waited += waited;
        RateMeter.Queue.Add(-1, RateMeter.Host(host));
        RateMeter.Wait.Record(waited.TotalSeconds, RateMeter.Host(host));
        switch (end)
        {
            case RateWaitEnd.Cancelled:
                throw QueueErrors.Cancelled(ticket.Call, cancellationToken);
            case RateWaitEnd.Disposed:
                throw TransportErrors.ClientDisposed(ticket.Call.MayHaveBeenBilled);
            case RateWaitEnd.TimedOut:
                throw QueueErrors.TimedOut(ticket.Call, untilDeadline);
        }
    }

    private static TimeSpan Left(RateTicket ticket)
    {
        TimeSpan longest = ticket.Call.Settings.QueueTimeout;
        return longest == Timeout.InfiniteTimeSpan ? longest : ticket.Waited < longest ? longest - ticket.Waited : TimeSpan.Zero;
    }

    /// <summary>Takes a call out of the queue that does not want to be in it any longer.</summary>
    internal void Leave(RateTicket ticket, RateWaitEnd end)
    {
        RateWait? wait;
        lock (_lock)
        {
            if (!_queue.Remove(ticket.Number))
            {
                return;
            }

            wait = ticket.Wait;
            ticket.Wait = null;
            Admit(Now);
        }

        wait!.TrySetResult(end);
    }

    /// <summary>Sends whoever may go, in order.</summary>
    private void Admit(TimeSpan now)
    {
        while (_queue.Count > 0)
        {
            RateTicket first = _queue.First().Value;
            if (!_model.MaySend(first, now))
            {
                SetAlarm(now);
                return;
            }

            _queue.Remove(first.Number);
            Send(first, now);
            RateWait wait = first.Wait!;
            first.Wait = null;
            wait.TrySetResult(RateWaitEnd.Admitted);
        }
    }

    private void Send(RateTicket ticket, TimeSpan now)
    {
        _model.Send(ticket, now);
        _keeper ??= timeProvider.CreateTimer(static state => ((RateGate)state!).Release(), this, Kept, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer held the gate, for clients to come: the minute is over, or begins again.</summary>
    private void Release()
    {
        lock (_lock)
        {
            TimeSpan left = _model.LastSent + Kept - Now;
            if (left > TimeSpan.Zero)
            {
                _keeper!.Change(left, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _keeper!.Dispose();
                _keeper = null;
            }
        }
    }

    private void SetAlarm(TimeSpan now)
    {
        if (_model.NextChange(now) is not { } next)
        {
            return;
        }

        // A timer that rings too early does no harm; one more is not needed.
        if (_alarm > now && _alarm <= next)
        {
            return;
        }

        _alarm = next;

        // Whole milliseconds, rounded up: a timer never rings before its time.
        TimeSpan due = TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds));
        if (_timer is null)
        {
            _timer = timeProvider.CreateTimer(static state => ((RateGate)state!).Ring(), this, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void Ring()
    {
        lock (_lock)
        {
            _alarm = TimeSpan.MaxValue;
            Admit(Now);
        }
    }
}
