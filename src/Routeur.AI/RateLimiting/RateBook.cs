using static Routeur.AI.RateLimiting.RateTimes;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// What one process knows of a key's two caps: what the answers' headers said, what it has spent since, what calls under way will spend, and what comes back
/// when. It only keeps the book; <see cref="RateModel"/> decides by it. Not thread-safe.
/// </summary>
internal sealed class RateBook
{
    /// <summary>A twentieth of a cap is noise.</summary>
    private const long Tolerance = 20;

    private readonly RateLevel _requests = new(isExact: true);
    private readonly RateLevel _tokens = new(isExact: false);
    private readonly RateShare _share = new();
    private readonly TokenEstimate _estimate = new();
    private readonly RateBookings _bookings;
    private readonly RateRecent _recent = new();

    private RateMark _newest;
    private long _answers;
    private long _reserved;

    public RateBook() => _bookings = new RateBookings(_requests, _tokens);

    /// <summary>Requests sent whose answer has not begun.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Requests sent whose answer has not ended.</summary>
    public int UnderWay { get; private set; }

    /// <summary>How many requests were sent so far.</summary>
    public long Sent => _requests.Mark.Spent;

    /// <summary>How many of them the newest answer knows of.</summary>
    public long Confirmed => _newest.Spent;

    /// <summary>When the last one was sent.</summary>
    public TimeSpan LastSent { get; private set; } = LongAgo;

    /// <summary>Whether any answer has told of a cap.</summary>
    public bool KnowsCaps => _requests.Left is not null || _tokens.Left is not null;

    /// <summary>When the oldest of the last moment's requests has certainly been counted; <see cref="Never"/> when there is none.</summary>
    public TimeSpan NextCounted => _recent.NextCounted;

    /// <summary>Whether there is room if requests are counted in the order in which they are sent.</summary>
    public bool HasLikelyRoom => _requests.Likely is not < 1 && (_tokens.Likely is not { } left || left - _reserved >= 1);

    /// <summary>When anything at all comes back.</summary>
    public TimeSpan AnyReturn => Min(_requests.NextReturn ?? Never, _tokens.NextReturn ?? Never);

    /// <summary>When something comes back to each cap that has nothing left.</summary>
    public TimeSpan NextReturn
    {
        get
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

            return next == LongAgo ? AnyReturn : next;
        }
    }

    /// <summary>Whether there is room for certain: for <paramref name="ticket"/>, or for the smallest call.</summary>
    public bool HasRoom(RateTicket? ticket)
    {
        long prompt = ticket is null ? 1 : Math.Min(_estimate.Prompt(ticket.BodyBytes), Math.Max(1, _tokens.Most));
        return _requests.Left is not < 1 && (_tokens.Left is not { } left || left - _reserved >= prompt);
    }

    /// <summary>
    /// Whether <paramref name="ticket"/> leaves the others on the key their part of what is left. Whoever takes only a part of it at a time, and waits until the
    /// service has counted that, learns from the answers what the others have taken.
    /// </summary>
    public bool IsFair(RateTicket ticket) =>
        _recent.Count == 0 || _share.IsAlone ||
        Fits(
            ticket,
            _requests.Left is { } requests ? (requests + _recent.Count) * _share.Part : double.PositiveInfinity,
            _tokens.Left is { } tokens ? (tokens - _reserved + _recent.Tokens) * _share.Part : double.PositiveInfinity);

    /// <summary>Whether the last moment's requests and <paramref name="ticket"/> together are no more than that.</summary>
    public bool Fits(RateTicket ticket, double requests, double tokens) =>
        _recent.Count + 1 <= requests &&
        _recent.Tokens + _estimate.Prompt(ticket.BodyBytes) + _estimate.Completion(ticket.Call.MaxOutputTokens) <= tokens;

    public void Send(RateTicket ticket, TimeSpan now)
    {
        ticket.Prompt = _estimate.Prompt(ticket.BodyBytes);
        ticket.Completion = _estimate.Completion(ticket.Call.MaxOutputTokens);
        ticket.SentAt = LastSent = now;
        ticket.IsUnanswered = true;
        ticket.Reservation = new RateReservation(ticket);
        ticket.Booking = _bookings.Add(now, ticket.Prompt);

        // Requests may overtake each other on their way; what was answered, or sent some time ago, has certainly been counted.
        ticket.CountedRequests = _recent.CountedRequests with { Spent = Math.Max(_recent.CountedRequests.Spent, _answers) };
        ticket.CountedTokens = _recent.CountedTokens;
        _requests.Spend(1);
        _tokens.Spend(ticket.Prompt);
        ticket.Requests = _requests.Mark;
        ticket.Tokens = _tokens.Mark;
        _reserved += ticket.Completion;
        Unanswered++;
        UnderWay++;
        _recent.Add(ticket);
    }

    /// <summary>The answer's headers are there, or none will come.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="counted">Whether the service counted the request.</param>
    /// <param name="now">The time.</param>
    public void Answer(RateTicket ticket, bool counted, TimeSpan now)
    {
        if (ticket.IsUnanswered)
        {
            ticket.IsUnanswered = false;
            Unanswered--;
            _answers++;
        }

        if (counted)
        {
            _bookings.Count(ticket.Booking, now);
        }
        else
        {
            _bookings.Refuse(ticket.Booking);
        }
    }

    /// <summary>The attempt came to nothing: it used no tokens.</summary>
    public void Drop(RateTicket ticket, TimeSpan now)
    {
        if (EndCall(ticket))
        {
            _bookings.Settle(ticket.Booking, 0, 0, now);
        }
    }

    /// <summary>The answer is over, and its usage known (null: not told). Only the first word counts.</summary>
    public void Complete(RateTicket ticket, long? prompt, long? completion, TimeSpan now)
    {
        if (!EndCall(ticket))
        {
            return;
        }

        if (prompt is not null && completion is not null && prompt + completion > 0)
        {
            _estimate.Learn(ticket.BodyBytes, prompt.Value, completion.Value);
        }

        _bookings.Settle(ticket.Booking, prompt ?? ticket.Prompt, completion ?? ticket.Completion, now);
    }

    /// <summary>Takes up what an answer's headers say.</summary>
    public void Learn(RateTicket ticket, RateHeaders headers, bool refused)
    {
        bool newest = ticket.Requests.Spent > _newest.Spent;
        if (headers.Requests is { } requests)
        {
            if (!refused)
            {
                _share.LearnFirst(ticket.SentAt, requests);
            }

            if (newest)
            {
                _share.Follow(ticket.SentAt, requests, ticket.Requests.Spent - ticket.Requests.Returned);
            }

            Learn(_requests, requests, ticket.CountedRequests, ticket.Requests, newest);
        }

        if (headers.Tokens is { } tokens)
        {
            Learn(_tokens, tokens, ticket.CountedTokens, ticket.Tokens, newest);
        }

        if (Unanswered == 0)
        {
            _requests.Settle();
        }

        if (newest)
        {
            _newest = ticket.Requests;
        }
    }

    /// <summary>A cap is used up and every request of ours was answered: what of it was ours is certain.</summary>
    public void LearnShareOfMinute(RateHeaders headers)
    {
        RateLevel? used = headers.Requests == 0 ? _requests : headers.Tokens == 0 ? _tokens : null;
        if (used is { Most: > 0 })
        {
            _share.Limit((double)(used.Mark.Spent - used.Mark.Returned) / (used.Most + 1));
        }
    }

    /// <summary>Books what time has brought.</summary>
    public void Pass(TimeSpan now)
    {
        _bookings.Pass(now);
        _recent.Pass(now);
        _requests.Pass(now);
        _tokens.Pass(now);
    }

    /// <summary>Nothing of ours is in any minute any more; what others did is told by the next answer.</summary>
    public void Refill()
    {
        _requests.Refill();
        _tokens.Refill();
    }

    private void Learn(RateLevel level, long told, RateMark counted, RateMark sent, bool newest)
    {
        // Only at the end of a minute's cap: before, whoever went first seems to be alone. And the book may still hold what the service has forgotten.
        long own = sent.Spent - level.Mark.Returned;
        long used = level.Most + 1 - told;
        if (newest && level.HasRisen && told <= level.Most / Tolerance && own <= used + (used / Tolerance))
        {
            _share.Learn(own, used);
        }

        level.Observe(told, counted, sent, newest, _share.IsAlone);
    }

    private bool EndCall(RateTicket ticket)
    {
        if (ticket.Reservation is not { } reservation)
        {
            return false;
        }

        reservation.Dispose();
        ticket.Reservation = null;
        UnderWay--;
        _reserved -= ticket.Completion;
        return true;
    }
}
