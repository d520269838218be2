namespace Routeur.AI.RateLimiting;

/// <summary>
/// What is left of one cap of a key, as far as one process can know it: what the headers said, less what was spent since, plus what was
/// spent a minute ago. Not thread-safe.
/// </summary>
/// <param name="isExact">Whether what is spent is known when it is spent, and not an estimate.</param>
internal sealed class RateLevel(bool isExact)
{
    /// <summary>A twentieth of a cap is noise.</summary>
    private const long Tolerance = 20;

    /// <summary>Of a cap that is known, only what the first answers did not show.</summary>
    private const long ToleranceAlone = 200;

    /// <summary>What comes back is booked in twentieths of a second, so that memory does not depend on how many calls a minute holds.</summary>
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(50);

    /// <summary>More than a minute of them.</summary>
    private const int Slots = 2048;

    private readonly long[] _returns = new long[Slots];
    private long _passed;
    private long _pending;
    private long _spent;
    private long _returned;
    private long _early;
    private long _told;
    private long _toldAt;
    private long _lowest = long.MaxValue;
    private long _least = long.MaxValue / 2;

    /// <summary>What is left for certain; null as long as no answer has said.</summary>
    public long? Left { get; private set; }

    /// <summary>What is left if requests are counted in the order in which they are sent; more than <see cref="Left"/>, which does not rely on that.</summary>
    public long? Likely => Left is null ? null : _told - (_spent - _toldAt);

    /// <summary>The cap, or as much of it as the answers have shown.</summary>
    public long Most { get; private set; }

    /// <summary>Whether an answer has told of more than those before it, so that a minute has begun.</summary>
    public bool HasRisen { get; private set; }

    /// <summary>When the next of our own spendings is a minute old; null when none is under way.</summary>
    public TimeSpan? NextReturn
    {
        get
        {
            for (long slot = _passed + 1; _pending > 0 && slot <= _passed + Slots; slot++)
            {
                if (_returns[slot % Slots] > 0)
                {
                    return slot * Slot;
                }
            }

            return null;
        }
    }

    /// <summary>Where the book stands now.</summary>
    public RateMark Mark => new(_spent, _returned);

    public void Spend(long amount)
    {
        _spent += amount;
        Left -= amount;
    }

    /// <summary>It did not count.</summary>
    public void TakeBack(long amount)
    {
        _returned += amount;
        Left += amount;
    }

    /// <summary>A spending leaves the minute then, or up to a twentieth of a second later. Time must have passed to now before.</summary>
    public void ReturnAt(TimeSpan at, long amount)
    {
        if (amount > 0)
        {
            long slot = Math.Clamp((long)Math.Ceiling(at / Slot), _passed + 1, _passed + Slots);
            _returns[slot % Slots] += amount;
            _pending += amount;
        }
    }

    /// <summary>What comes back then is more or less than was booked.</summary>
    public void CorrectReturn(TimeSpan at, long amount)
    {
        long slot = (long)Math.Ceiling(at / Slot);
        if (slot > _passed)
        {
            _returns[slot % Slots] += amount;
            _pending += amount;
        }
    }

    /// <summary>Books what has left the minute by now.</summary>
    public void Pass(TimeSpan now)
    {
        long last = (long)(now / Slot);
        for (int i = 0; _passed < last && i < Slots; i++)
        {
            _passed++;
            long amount = _returns[_passed % Slots];
            if (amount == 0)
            {
                continue;
            }

            _returns[_passed % Slots] = 0;
            _pending -= amount;
            long known = Math.Min(_early, amount);
            _early -= known;
            amount -= known;
            _returned += amount;
            if (Left is { } left)
            {
                Left = Math.Max(left, Math.Min(left + amount, Most));
            }
        }

        // After a longer silence every slot is empty, and those between need not be looked at.
        _passed = Math.Max(_passed, last);
    }

    /// <summary>Everything of ours has left the minute.</summary>
    public void Refill()
    {
        if (Left is { } left)
        {
            Left = Math.Max(left, Most);
        }
    }

    /// <summary>
    /// Takes up what an answer said. It was said after its request was sent, and knows of everything that the service had counted until then: that
    /// bounds what is left now from below (everything sent since is missing in it) and from above (nothing is).
    /// </summary>
    /// <param name="told">What the header said.</param>
    /// <param name="counted">The book of what was certainly counted when the request was sent.</param>
    /// <param name="sent">The book when the request was sent.</param>
    /// <param name="newest">Whether no request that was sent later has been answered yet.</param>
    /// <param name="alone">Whether nobody else spends on the key, so that the cap is known.</param>
    public void Observe(long told, RateMark counted, RateMark sent, bool newest, bool alone)
    {
        _lowest = Math.Min(_lowest, told);
        if (!newest)
        {
            return;
        }

        Most = Math.Max(Most, told);
        HasRisen |= told > _least + (sent.Spent - counted.Spent) + (Most / Tolerance);
        _least = Math.Min(_least, told);
        if (isExact && !HasRisen)
        {
            // Nothing has come back yet: what is left and what was ours make the cap, or the part of it that the others have not spent.
            Most = Math.Max(Most, told + counted.Spent - sent.Returned);
        }

        long least = told - (_spent - counted.Spent);
        long most = told + (_returned - sent.Returned);
        Left = Left is { } left ? Math.Clamp(left, least, Math.Max(least, most)) : least;
        (_told, _toldAt) = (told, sent.Spent);

        // What is left and what we have spent in the last minute cannot be more than the cap. What is too much has come back already, earlier than the
        // book expected, and must not be credited twice: a fixed window has ended, or the service counts a little earlier.
        long early = told + (counted.Spent - _returned) - Most;
        if (early > Most / (alone ? ToleranceAlone : Tolerance))
        {
            _returned += early;
            _early += early;
        }
    }

    /// <summary>Every request was answered: the lowest of their answers knows of all of them.</summary>
    public void Settle()
    {
        if (_lowest != long.MaxValue && Left is { } left)
        {
            Left = Math.Max(left, _lowest);
        }

        _lowest = long.MaxValue;
    }
}
