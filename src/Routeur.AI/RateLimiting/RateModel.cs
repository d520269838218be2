using static Routeur.AI.RateLimiting.RateTimes;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// Decides when the next request of a key may be sent, by the <see cref="RateBook"/>. Whether the service's minute is fixed or sliding is not documented
/// [/guides/rate-limits]; either way what was spent comes back within it. Not thread-safe.
/// </summary>
/// <remarks>
/// When nothing is left, one request (the pilot) goes first as soon as there may be room again: its answer says how much. A pilot that was not
/// refused proves that the book is right, and from then on what comes back is spent without another one, until a request is refused.
/// </remarks>
internal sealed class RateModel
{
    /// <summary>A refusal comes at once. A request that has no answer for that long was not refused.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <summary>A wait that is worth a refused request, whose Retry-After tells whether it is right.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(3);

    /// <summary>At most one such request in that time.</summary>
    private static readonly TimeSpan BetweenInquiries = TimeSpan.FromSeconds(30);

    /// <summary>Retry-After is in whole seconds; it may be rounded up.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1050);

    /// <summary>The documented default cap of requests [/guides/rate-limits].</summary>
    private const long Documented = 600;

    /// <summary>
    /// How many requests go out at once before anything is known: a twelfth of the documented cap. When there was time enough to refuse them, as many again.
    /// </summary>
    private const long Blind = Documented / 12;

    /// <summary>How many tokens, as estimated: a twelfth of that documented cap, 200,000.</summary>
    private const long BlindTokens = 200_000 / 12;

    /// <summary>How much faster it may go after each answer that confirms the last step.</summary>
    private const long Growth = 4;

    private readonly RateBook _book = new();

    private long _unconfirmed = Blind;
    private long _coldFrom;
    private TimeSpan _began = Never;

    // Before the first answer few go out, blind. After it: as many as are left; or, exhausted, one pilot, then those for whom the book has room again; or all,
    // when the answers tell no caps.
    private bool _answered;
    private bool _exhausted;
    private bool _unlimited;

    // Exhausted by a refusal: until a pilot gets through, what the book says does not count.
    private bool _refused;
    private int _refusals;

    // Room has come back when the book said it would.
    private bool _proven;
    private RateTicket? _pilot;
    private TimeSpan _heldUntil = LongAgo;
    private TimeSpan _inquired = LongAgo;

    /// <summary>When the last request was sent.</summary>
    public TimeSpan LastSent => _book.LastSent;

    /// <summary>Whether <paramref name="ticket"/> may be sent now.</summary>
    public bool MaySend(RateTicket ticket, TimeSpan now)
    {
        Pass(now);
        if (_unlimited)
        {
            return now >= _heldUntil && (!_refused || _pilot is null);
        }

        if (_exhausted && !_refused && _proven && _book.HasRoom(ticket))
        {
            _exhausted = false;
        }

        _exhausted |= !_book.HasRoom(ticket);
        return _exhausted ? now >= PilotAt(now)
            : _answered ? _book.Fits(ticket, _unconfirmed, double.PositiveInfinity) && _book.IsFair(ticket)
            : _book.Unanswered == 0 || (_book.Unanswered < Documented && _book.Fits(ticket, Blind, BlindTokens));
    }

    /// <summary>When <see cref="MaySend"/> may change its mind although no answer came; null when only an answer can change it.</summary>
    public TimeSpan? NextChange(TimeSpan now)
    {
        TimeSpan next = Never;
        if (_unlimited)
        {
            next = _refused && _pilot is not null ? _pilot.SentAt + Silence : _heldUntil;
        }
        else if (_exhausted)
        {
            next = _pilot is null ? PilotAt(now) : _pilot.SentAt + Silence;
            if (_proven && !_refused)
            {
                next = Min(next, _book.AnyReturn);
            }
        }
        else
        {
            next = _book.NextCounted;
        }

        return next == Never || next <= now ? null : next;
    }

    public void Send(RateTicket ticket, TimeSpan now)
    {
        if (_exhausted && ticket.Waits)
        {
            if (!_refused && !_proven && _book.NextReturn - now > LongWait)
            {
                _inquired = now;
            }

            _pilot = ticket;
        }

        _book.Pass(now);
        _book.Send(ticket, now);
        _began = Min(_began, now);
    }

    /// <summary>The answer's headers are there.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="refused">Whether a limit refused it (429), so that it did not count.</param>
    /// <param name="headers">What they say.</param>
    /// <param name="retryAfter">How long to wait, for a refusal.</param>
    /// <param name="now">The time.</param>
    public void Answer(RateTicket ticket, bool refused, RateHeaders headers, TimeSpan? retryAfter, TimeSpan now)
    {
        _answered = true;
        _book.Pass(now);
        _book.Answer(ticket, counted: !refused, now);
        if (refused)
        {
            _book.Drop(ticket, now);
        }

        Learn(ticket, headers, refused);
        bool pilot = ReferenceEquals(_pilot, ticket);
        if (refused)
        {
            _pilot = pilot ? null : _pilot;
            _exhausted = _refused = true;
            _proven = false;
            _refusals++;
            TimeSpan wait = retryAfter ?? TimeSpan.FromSeconds(Math.Min(32, 1 << Math.Min(_refusals - 1, 5)));
            _heldUntil = now + (ticket.Call.Refusals > 0 && wait < RefusedAgain ? RefusedAgain : wait);
            _unconfirmed = Math.Max(Blind, _unconfirmed / 2);
        }
        else if (pilot)
        {
            Prove(ticket);
        }

        if (_refused && _book.Unanswered == 0)
        {
            _book.LearnShareOfMinute(headers);
        }
    }

    /// <summary>The request got no answer.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="arrived">Whether the service may have counted it all the same.</param>
    /// <param name="now">The time.</param>
    public void Fail(RateTicket ticket, bool arrived, TimeSpan now)
    {
        _book.Pass(now);
        _book.Answer(ticket, counted: arrived, now);
        _book.Drop(ticket, now);
        if (ReferenceEquals(_pilot, ticket))
        {
            _pilot = null;
        }
    }

    /// <summary>The answer is over, and its usage known (null: not told). Only the first word counts.</summary>
    public void Complete(RateTicket ticket, long? prompt, long? completion, TimeSpan now)
    {
        _book.Pass(now);
        _book.Complete(ticket, prompt, completion, now);
    }

    private void Learn(RateTicket ticket, RateHeaders headers, bool refused)
    {
        if (headers is { Requests: null, Tokens: null })
        {
            // A service without the headers has caps that nobody can know, or none.
            _unlimited |= !_book.KnowsCaps;
            return;
        }

        _unlimited = false;
        _book.Learn(ticket, headers, refused);
        _unconfirmed = Math.Max(_unconfirmed, Growth * (_book.Confirmed - _coldFrom));
        if (!_refused && _book.HasRoom(null))
        {
            _exhausted = false;
        }
    }

    /// <summary>What was sent has turned out right: there was room. Of when room comes back, that tells nothing before a minute is over.</summary>
    private void Prove(RateTicket pilot)
    {
        _pilot = null;
        _exhausted = _refused = false;
        _proven = pilot.SentAt - _began >= Minute;
        _refusals = 0;
    }

    /// <summary>When a pilot may go.</summary>
    private TimeSpan PilotAt(TimeSpan now)
    {
        if (_pilot is not null)
        {
            return Never;
        }

        TimeSpan returns = _book.NextReturn;
        if (_refused)
        {
            // Nearly the same moment, told in whole seconds and known exactly: the exact one.
            return returns < _heldUntil && returns > _heldUntil - Rounding ? returns : _heldUntil;
        }

        if (_book.Unanswered == 0 && _book.HasLikelyRoom)
        {
            // What the book still holds against it cannot become clearer by waiting.
            return now;
        }

        bool unknown = returns == Never || (!_proven && returns - now > LongWait && now - _inquired > BetweenInquiries);
        return unknown && _book.Unanswered == 0 ? now : returns;
    }

    private void Pass(TimeSpan now)
    {
        _book.Pass(now);
        if (_pilot is { } pilot && pilot.SentAt + Silence <= now)
        {
            Prove(pilot);
        }

        if (_book.UnderWay == 0 && _book.LastSent > LongAgo && now - _book.LastSent > Minute + Silence && now >= _heldUntil)
        {
            _book.Refill();
            (_exhausted, _refused, _pilot) = (false, false, null);
            (_unconfirmed, _coldFrom, _began) = (Blind, _book.Sent, Never);
        }
    }
}
