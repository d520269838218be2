using Routeur.AI.RateLimiting;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>A key's caps as a service would keep them, on the simulation's clock.</summary>
internal sealed class SimulatedLimiter(SimulatedWindow window, int requestCap, int tokenCap, bool countsRefusals = false)
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AlignedPhase = TimeSpan.FromSeconds(20);

    private readonly Queue<(TimeSpan At, int Requests, int Tokens)> _log = new();
    private TimeSpan _began = window == SimulatedWindow.Aligned ? -AlignedPhase : TimeSpan.MinValue;
    private long _requests;
    private long _tokens;

    public int Refusals { get; private set; }

    public RateHeaders Headers => new(Math.Max(0, requestCap - _requests), Math.Max(0, tokenCap - _tokens));

    /// <summary>Counts the request and its prompt, or refuses it.</summary>
    /// <returns>Retry-After in whole seconds, rounded up, for a refusal.</returns>
    public TimeSpan? Enter(TimeSpan now, int prompt)
    {
        Pass(now);
        if (_requests >= requestCap || _tokens >= tokenCap)
        {
            Refusals++;
            if (countsRefusals)
            {
                Add(now, 1, 0);
            }

            return TimeSpan.FromSeconds(Math.Ceiling(UntilRoom(now).TotalSeconds));
        }

        Add(now, 1, prompt);
        return null;
    }

    public void Spend(TimeSpan now, int tokens)
    {
        Pass(now);
        Add(now, 0, tokens);
    }

    private void Add(TimeSpan now, int requests, int tokens)
    {
        _requests += requests;
        _tokens += tokens;
        if (window == SimulatedWindow.Sliding)
        {
            _log.Enqueue((now, requests, tokens));
        }
    }

    private void Pass(TimeSpan now)
    {
        if (window == SimulatedWindow.Sliding)
        {
            while (_log.TryPeek(out var oldest) && oldest.At + Minute <= now)
            {
                _log.Dequeue();
                _requests -= oldest.Requests;
                _tokens -= oldest.Tokens;
            }
        }
        else if (_began == TimeSpan.MinValue || now - _began >= Minute)
        {
            _began = window == SimulatedWindow.Aligned ? _began + (Math.Floor((now - _began) / Minute) * Minute) : now;
            (_requests, _tokens) = (0, 0);
        }
    }

    private TimeSpan UntilRoom(TimeSpan now)
    {
        if (window != SimulatedWindow.Sliding)
        {
            return _began + Minute - now;
        }

        (long requests, long tokens) = (_requests, _tokens);
        foreach (var entry in _log)
        {
            requests -= entry.Requests;
            tokens -= entry.Tokens;
            if (requests < requestCap && tokens < tokenCap)
            {
                return entry.At + Minute - now;
            }
        }

        return Minute;
    }
}
