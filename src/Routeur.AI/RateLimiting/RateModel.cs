namespace Routeur.AI.RateLimiting;

/// <summary>
/// Decides when the next request of a key may be sent. It knows what the answers' headers said, what this process has spent, and that a minute gives it
/// back; whether the service's window is fixed or sliding is not documented [/guides/rate-limits], so it learns that too. Not thread-safe.
/// </summary>
/// <remarks>
/// When nothing is left, one request (the pilot) goes first as soon as there may be room again: its answer says how much. A pilot that was not
/// refused proves that the book is right, and from then on what comes back is spent without another one, until a request is refused.
/// </remarks>
internal sealed class RateModel
{
    /// <summary>Documented: the caps are per minute.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>Clocks and networks are not exact.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    /// <summary>A request counts when the service sees it: between sending and answer, but not later than this.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    /// <summary>A refusal comes at once. A request that has no answer for that long was not refused.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <summary>A wait that is worth a refused request, whose Retry-After tells whether it is right.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(3);

    /// <summary>At most one such request in that time.</summary>
    private static readonly TimeSpan BetweenInquiries = TimeSpan.FromSeconds(30);

    /// <summary>Retry-After is in whole seconds; it may be rounded up.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1050);

    /// <summary>Far enough away, and still fit for sums.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(36_500);
    private static readonly TimeSpan LongAgo = -Never;

    /// <summary>How many requests go out before anything is known: a sixth of the documented default cap of 600.</summary>
    private const long Blind = 100;

    /// <summary>The documented default cap.</summary>
    private const long Documented = 600;

    /// <summary>A twentieth of a cap is noise.</summary>
    private const long Tolerance = 20;

    /// <summary>How much faster it may go after each answer that confirms the last step.</summary>
    private const long Growth = 4;

    private readonly RateLevel _requests = new();
    private readonly RateLevel _tokens = new();
    private readonly RateShare _share = new();
    private readonly Queue<RateBooking> _unbooked = new();
    private readonly Queue<(TimeSpan SentAt, RateMark Requests, RateMark Tokens)> _recent = new();
    private RateMark _countedRequests;
    private RateMark _countedTokens;
    private long _answers;

    private RateMark _newest;
    private long _unconfirmed = Blind;
    private long _coldFrom;
    private long _reserved;
    private int _unanswered;
    private int _underWay;
    private TimeSpan _firstSent = Never;
    private TimeSpan _lastSent = LongAgo;

    private RateTicket? _pilot;
    private bool _answered;
    private bool _unlimited;
    private bool _exhausted;
    private bool _refused;
    private bool _proven;
    private int _refusals;
    private TimeSpan _heldUntil = LongAgo;
    private TimeSpan _inquired = LongAgo;

    public TokenEstimate Estimate { get; } = new();

    /// <summary>Whether <paramref name="ticket"/> may be sent now.</summary>
    public bool MaySend(RateTicket ticket, TimeSpan now)
    {
        Pass(now);
        if (_unlimited)
        {
            return now >= _heldUntil;
        }

        if (_exhausted && !_refused && _proven && HasRoom(ticket))
        {
            _exhausted = false;
        }

        _exhausted |= !HasRoom(ticket);
        return _exhausted ? now >= PilotAt(now) : _unanswered < Allowance(now);
    }

    /// <summary>When <see cref="MaySend"/> may change its mind although no answer came; null when only an answer can change it.</summary>
    public TimeSpan? NextChange(TimeSpan now)
    {
        TimeSpan next = Never;
        if (_unlimited)
        {
            next = _heldUntil;
        }
        else if (_exhausted)
        {
            next = _pilot is null ? PilotAt(now) : _pilot.SentAt + Silence;
            if (_proven && !_refused)
            {
                next = Min(next, Min(_requests.NextReturn ?? Never, _tokens.NextReturn ?? Never));
            }
        }
        else if (!_answered)
        {
            next = _firstSent + Silence > now ? _firstSent + Silence : _firstSent + Silence + Silence;
        }

        return next == Never || next <= now ? null : next;
    }

    public void Send(RateTicket ticket, TimeSpan now)
    {
        if (_exhausted)
        {
            if (!_refused && !_proven && NextReturn() - now > LongWait)
            {
                _inquired = now;
            }

            _pilot = ticket;
        }

        ticket.Prompt = Estimate.Prompt(ticket.BodyBytes);
        ticket.Completion = Estimate.Completion(ticket.Call.MaxOutputTokens);
        ticket.SentAt = now;
        ticket.IsUnanswered = ticket.IsUnderWay = true;
        ticket.Booking = new RateBooking(now);

        // Requests may overtake each other on their way; what was answered, or sent some time ago, has certainly been counted.
        ticket.CountedRequests = _countedRequests with { Spent = Math.Max(_countedRequests.Spent, _answers) };
        ticket.CountedTokens = _countedTokens;
        _requests.Spend(1);
        _tokens.Spend(ticket.Prompt);
        ticket.Requests = _requests.Mark;
        ticket.Tokens = _tokens.Mark;
        _reserved += ticket.Completion;
        _unanswered++;
        _underWay++;
        _unbooked.Enqueue(ticket.Booking);
        _recent.Enqueue((now, ticket.Requests, ticket.Tokens));
        _firstSent = Min(_firstSent, now);
        _lastSent = now;
    }

    /// <summary>The answer's headers are there.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="refused">Whether a limit refused it (429), so that it did not count.</param>
    /// <param name="headers">What they say.</param>
    /// <param name="retryAfter">How long to wait, for a refusal.</param>
    /// <param name="now">The time.</param>
    public void Answer(RateTicket ticket, bool refused, RateHeaders headers, TimeSpan? retryAfter, TimeSpan now)
    {
        EndWaitForAnswer(ticket);
        _answered = true;
        if (refused)
        {
            TakeBack(ticket);
        }
        else
        {
            Book(ticket.Booking, now);
        }

        Learn(ticket, headers);
        if (refused)
        {
            _exhausted = _refused = true;
            _proven = false;
            _refusals++;
            _heldUntil = now + (retryAfter ?? TimeSpan.FromSeconds(Math.Min(32, 1 << Math.Min(_refusals - 1, 5))));
            _unconfirmed = Math.Max(Blind, _unconfirmed / 2);
        }
        else if (IsPilot(ticket))
        {
            Prove();
        }

        if (_refused && _unanswered == 0)
        {
            LearnShareOfMinute(headers);
        }
    }

    /// <summary>The request got no answer.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="arrived">Whether the service may have counted it all the same.</param>
    /// <param name="now">The time.</param>
    public void Fail(RateTicket ticket, bool arrived, TimeSpan now)
    {
        EndWaitForAnswer(ticket);
        if (arrived)
        {
            Book(ticket.Booking, now);
        }
        else if (!ticket.Booking.IsDone)
        {
            ticket.Booking.IsDone = true;
            _requests.TakeBack(1);
        }

        EndCall(ticket);
        _tokens.TakeBack(ticket.Prompt);
        if (IsPilot(ticket))
        {
            _pilot = null;
        }
    }

    /// <summary>The answer is over, and its usage known (null: not told).</summary>
    public void Complete(RateTicket ticket, long? prompt, long? completion, TimeSpan now)
    {
        if (!ticket.IsUnderWay)
        {
            return;
        }

        EndCall(ticket);
        if (prompt is not null && completion is not null && prompt + completion > 0)
        {
            Estimate.Learn(ticket.BodyBytes, prompt.Value, completion.Value);
        }

        long actual = (prompt ?? ticket.Prompt) + (completion ?? ticket.Completion);
        _tokens.Spend(actual - ticket.Prompt);
        _tokens.ReturnAt(now + Minute + Margin, actual);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private bool IsPilot(RateTicket ticket) => ReferenceEquals(_pilot, ticket);

    private void Learn(RateTicket ticket, RateHeaders headers)
    {
        if (headers is { Requests: null, Tokens: null })
        {
            // A service without the headers has caps that nobody can know, or none.
            _unlimited |= _requests.Left is null && _tokens.Left is null;
            return;
        }

        _unlimited = false;
        bool newest = ticket.Requests.Spent > _newest.Spent;
        if (headers.Requests is { } requests)
        {
            if (newest)
            {
                LearnShare(_requests, ticket.Requests, requests);
            }

            _requests.Observe(requests, ticket.CountedRequests, ticket.Requests, newest);
        }

        if (headers.Tokens is { } tokens)
        {
            if (newest)
            {
                LearnShare(_tokens, ticket.Tokens, tokens);
            }

            _tokens.Observe(tokens, ticket.CountedTokens, ticket.Tokens, newest);
        }

        if (_unanswered == 0)
        {
            _requests.Settle();
        }

        if (newest)
        {
            _newest = ticket.Requests;
            _unconfirmed = Math.Max(_unconfirmed, Growth * (_newest.Spent - _coldFrom));
        }

        if (!_refused && HasRoom(null))
        {
            _exhausted = false;
        }
    }

    /// <param name="level">One of the caps.</param>
    /// <param name="mark">The book of it when the request was sent.</param>
    /// <param name="told">What the answer said of it.</param>
    private void LearnShare(RateLevel level, RateMark mark, long told)
    {
        // Only at the end of a minute's cap: before, whoever went first seems to be alone. And the book may still hold what the service has forgotten.
        long own = mark.Spent - level.Mark.Returned;
        long used = level.Most + 1 - told;
        if (told <= level.Most / Tolerance && own <= used + (used / Tolerance))
        {
            _share.Learn(own, used);
        }
    }

    /// <summary>A cap is used up and every request of ours was answered: what of it was ours is certain.</summary>
    private void LearnShareOfMinute(RateHeaders headers)
    {
        RateLevel? used = headers.Requests == 0 ? _requests : headers.Tokens == 0 ? _tokens : null;
        if (used is { Most: > 0 })
        {
            _share.Limit((double)(used.Mark.Spent - used.Mark.Returned) / (used.Most + 1));
        }
    }

    /// <summary>What was sent has turned out right: there was room.</summary>
    private void Prove()
    {
        _pilot = null;
        _exhausted = _refused = false;
        _proven = true;
        _refusals = 0;
    }

    private bool HasRoom(RateTicket? ticket)
    {
        long prompt = ticket is null ? 1 : Math.Min(Estimate.Prompt(ticket.BodyBytes), Math.Max(1, _tokens.Most));
        return _requests.Left is not < 1 && (_tokens.Left is not { } left || left - _reserved >= prompt);
    }

    /// <summary>How many requests may be under way without an answer: all, when this process is alone with the key.</summary>
    private long Allowance(TimeSpan now)
    {
        if (!_answered)
        {
            return now < _firstSent + Silence || _firstSent == Never ? Blind : now < _firstSent + Silence + Silence ? Blind * Growth : Documented;
        }

        double share = _share.Value;
        return Math.Min(_unconfirmed, share >= 1 ? long.MaxValue : Math.Max(1, (long)(share * _requests.Told)));
    }

    /// <summary>When a pilot may go.</summary>
    private TimeSpan PilotAt(TimeSpan now)
    {
        if (_pilot is not null)
        {
            return Never;
        }

        TimeSpan returns = NextReturn();
        if (_refused)
        {
            // Nearly the same moment, told in whole seconds and known exactly: the exact one.
            return returns < _heldUntil && returns > _heldUntil - Rounding ? returns : _heldUntil;
        }

        if (_unanswered == 0 && _requests.Likely is not < 1 && (_tokens.Likely is not { } tokens || tokens - _reserved >= 1))
        {
            // What the book still holds against it cannot become clearer by waiting.
            return now;
        }

        bool unknown = returns == Never || (!_proven && returns - now > LongWait && now - _inquired > BetweenInquiries);
        return unknown && _unanswered == 0 ? now : returns;
    }

    /// <summary>When something comes back to each cap that has nothing left.</summary>
    private TimeSpan NextReturn()
    {
        TimeSpan next = LongAgo;
        if (_requests.Left < 1)
        {
            next = _requests.NextReturn ?? Never;
        }

        if (_tokens.Left - _reserved < 1)
        {
            TimeSpan tokens = _tokens.NextReturn ?? Never;
            next = tokens > next ? tokens : next;
        }

        return next == LongAgo ? Min(_requests.NextReturn ?? Never, _tokens.NextReturn ?? Never) : next;
    }

    private void Pass(TimeSpan now)
    {
        while (_unbooked.TryPeek(out RateBooking? oldest) && (oldest.IsDone || oldest.SentAt + Lag <= now))
        {
            Book(_unbooked.Dequeue(), now);
        }

        while (_recent.TryPeek(out var settled) && settled.SentAt + Lag <= now)
        {
            _recent.Dequeue();
            (_countedRequests, _countedTokens) = (settled.Requests, settled.Tokens);
        }

        _requests.Pass(now);
        _tokens.Pass(now);
        if (_pilot is { } pilot && pilot.SentAt + Silence <= now)
        {
            Prove();
        }

        if (_underWay == 0 && _lastSent > LongAgo && now - _lastSent > Minute + Silence && now >= _heldUntil)
        {
            // Nothing of ours is in any minute any more; what others did is told by the next answer.
            _requests.Refill();
            _tokens.Refill();
            (_exhausted, _refused, _pilot) = (false, false, null);
            (_unconfirmed, _coldFrom) = (Blind, _requests.Mark.Spent);
        }
    }

    private void Book(RateBooking booking, TimeSpan now)
    {
        if (!booking.IsDone)
        {
            booking.IsDone = true;
            _requests.ReturnAt(booking.SentAt + Minute + Min(now - booking.SentAt, Lag) + Margin, 1);
        }
    }

    private void TakeBack(RateTicket ticket)
    {
        if (!ticket.Booking.IsDone)
        {
            ticket.Booking.IsDone = true;
            _requests.TakeBack(1);
        }

        EndCall(ticket);
        _tokens.TakeBack(ticket.Prompt);
        if (IsPilot(ticket))
        {
            _pilot = null;
        }
    }

    private void EndWaitForAnswer(RateTicket ticket)
    {
        if (ticket.IsUnanswered)
        {
            ticket.IsUnanswered = false;
            _unanswered--;
            _answers++;
        }
    }

    private void EndCall(RateTicket ticket)
    {
        if (ticket.IsUnderWay)
        {
            ticket.IsUnderWay = false;
            _underWay--;
            _reserved -= ticket.Completion;
        }
    }
}
