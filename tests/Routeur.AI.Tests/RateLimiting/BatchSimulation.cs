using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Pipeline;
using Routeur.AI.RateLimiting;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>
/// A batch of calls made at once through one or several processes' gates against a simulated limiter, in steps of ten milliseconds of a clock that
/// only the simulation moves. Nothing in it depends on threads or on the machine.
/// </summary>
internal sealed class BatchSimulation
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Network = TimeSpan.FromMilliseconds(20);

    // Requests overtake each other on their way, the same ones in every run.
    private readonly Random _jitter = new(20261122);

    private readonly FakeTimeProvider _clock = new();
    private readonly PriorityQueue<Action, TimeSpan> _events = new();
    private readonly SimulatedLimiter _limiter;
    private readonly Batch[] _processes;
    private readonly int _requestCap;
    private readonly int _tokenCap;
    private readonly SimulatedWindow _window;
    private TimeSpan _now;

    public BatchSimulation(SimulatedWindow window, int requestCap, int tokenCap, IReadOnlyList<SimulatedCall> calls, int processes = 1, bool countsRefusals = false)
    {
        (_window, _requestCap, _tokenCap) = (window, requestCap, tokenCap);
        _limiter = new SimulatedLimiter(window, requestCap, tokenCap, countsRefusals);
        RouteurSettings settings = TestClients.Settings(o =>
            (o.RespectRateLimits, o.QueueTimeout, o.TotalTimeout, o.QueueLimit) = (true, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, 100_000))();
        _processes = [.. Enumerable.Range(0, processes).Select(p =>
            new Batch(settings, new RateGate("host", _clock), [.. calls.Where((_, i) => i % processes == p)]))];
    }

    public int Refusals => _limiter.Refusals;

    /// <summary>From the first call to the end of the last one.</summary>
    public TimeSpan Run()
    {
        foreach (Batch batch in _processes)
        {
            batch.Start();
        }

        TimeSpan longest = TimeSpan.FromHours(2);
        while (_processes.Any(batch => !batch.IsDone))
        {
            if (_now > longest)
            {
                throw new InvalidOperationException($"{_processes.Sum(b => b.Calls.Count(c => !c.IsDone))} calls are not done after {longest}.");
            }

            foreach (Batch batch in _processes)
            {
                foreach (SimulatedCall call in batch.TakeAdmitted())
                {
                    At(_now + Network + (Step * _jitter.Next(3)), () => Arrive(batch, call));
                }
            }

            _now += Step;
            _clock.Advance(Step);
            while (_events.TryPeek(out _, out TimeSpan at) && at <= _now)
            {
                _events.Dequeue()();
            }
        }

        return _now;
    }

    /// <summary>
    /// The shortest time in which the same calls, in the same order, keep both caps: what somebody would need who knows the service's count and every
    /// call's tokens beforehand, and whose calls take as long.
    /// </summary>
    public TimeSpan Theoretical(IReadOnlyList<SimulatedCall> calls)
    {
        var minute = TimeSpan.FromSeconds(60);
        var sent = new Queue<(TimeSpan At, int Tokens)>();
        (TimeSpan now, TimeSpan end, long tokens) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        TimeSpan began = _window == SimulatedWindow.Aligned ? TimeSpan.FromSeconds(-20) : TimeSpan.Zero;
        foreach (SimulatedCall call in calls)
        {
            while (sent.Count >= _requestCap || tokens + call.Tokens > _tokenCap)
            {
                now = _window == SimulatedWindow.Sliding ? sent.Peek().At + minute : began + minute;
                began = now;
                while (sent.TryPeek(out var oldest) && (_window != SimulatedWindow.Sliding || oldest.At + minute <= now))
                {
                    tokens -= sent.Dequeue().Tokens;
                }
            }

            sent.Enqueue((now, call.Tokens));
            tokens += call.Tokens;
            end = now + Network + call.Whole > end ? now + Network + call.Whole : end;
        }

        return end;
    }

    private void At(TimeSpan time, Action action) => _events.Enqueue(action, time);

    private void Arrive(Batch batch, SimulatedCall call)
    {
        RateTicket ticket = call.Ticket!;
        if (_limiter.Enter(_now, call.Prompt) is { } retryAfter)
        {
            RateHeaders refusal = _limiter.Headers;
            At(_now + Network, () =>
            {
                batch.Gate.Answer(ticket, refused: true, refusal, retryAfter, NullLogger.Instance);
                ticket.Complete(0, 0);
                ticket.Call.CountAttempt();
                batch.Enter(call);
            });
            return;
        }

        // Completion tokens count while they are generated, in four parts.
        for (int part = 1; part <= 4; part++)
        {
            TimeSpan at = call.Headers + ((call.Whole - call.Headers) * (part / 4.0));
            At(_now + at, () => _limiter.Spend(_now, call.Completion / 4));
        }

        RateHeaders headers = _limiter.Headers;
        At(_now + Network + call.Headers, () => batch.Gate.Answer(ticket, refused: false, headers, null, NullLogger.Instance));
        At(_now + Network + call.Whole, () =>
        {
            ticket.Complete(call.Prompt, call.Completion);
            call.IsDone = true;
        });
    }

    private sealed class Batch(RouteurSettings settings, RateGate gate, IReadOnlyList<SimulatedCall> calls)
    {
        private readonly SortedSet<SimulatedCall> _waiting = new(Comparer<SimulatedCall>.Create((a, b) => a.Ticket!.Number.CompareTo(b.Ticket!.Number)));

        public RateGate Gate => gate;

        public IReadOnlyList<SimulatedCall> Calls => calls;

        public bool IsDone => _waiting.Count == 0 && calls.All(call => call.IsDone);

        public void Start()
        {
            foreach (SimulatedCall call in calls)
            {
                call.Ticket = gate.Take(new CallState(settings), call.Prompt * 4, waits: true);
                Enter(call);
            }
        }

        public void Enter(SimulatedCall call)
        {
            call.IsSent = false;
            _waiting.Add(call);
            _ = gate.EnterAsync(call.Ticket!, NullLogger.Instance, CancellationToken.None, CancellationToken.None).AsTask();
        }

        public IEnumerable<SimulatedCall> TakeAdmitted()
        {
            if (gate.Waiting == _waiting.Count)
            {
                yield break;
            }

            foreach (SimulatedCall call in _waiting.Where(call => call.Ticket!.IsUnanswered))
            {
                call.IsSent = true;
                yield return call;
            }

            _waiting.RemoveWhere(call => call.IsSent);
        }
    }
}
