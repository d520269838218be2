namespace Routeur.AI.RateLimiting;

/// <summary>
/// What is left of one cap of a key, as far as one process can know it: what the headers said, less what was spent since, plus what was
/// spent a minute ago. Not thread-safe.
/// </summary>
internal sealed class RateLevel
{
    /// <summary>A twentieth of a cap is noise.</summary>
    private const long Tolerance = 20;

    private readonly PriorityQueue<long, TimeSpan> _returns = new();
    private long _spent;
    private long _returned;
    private long _early;
    private long _told;
    private long _toldAt;
    private long _lowest = long.MaxValue;

    /// <summary>What is left for certain; null as long as no answer has said.</summary>
    public long? Left { get; private set; }

    /// <summary>What is left if requests are counted in the order in which they are sent; more than <see cref="Left"/>, which does not rely on that.</summary>
    public long? Likely => Left is null ? null : _told - (_spent - _toldAt);

    /// <summary>What the newest answer said.</summary>
    public long Told => _told;

    /// <summary>The most that any answer said: the cap, once a minute has begun with it.</summary>
    public long Most { get; private set; }

    /// <summary>When the next of our own spendings is a minute old; null when none is under way.</summary>
    public TimeSpan? NextReturn => _returns.TryPeek(out _, out TimeSpan at) ? at : null;

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

    /// <summary>A spending leaves the minute then.</summary>
    public void ReturnAt(TimeSpan at, long amount)
    {
        if (amount > 0)
        {
            _returns.Enqueue(amount, at);
        }
    }

    /// <summary>Books what has left the minute by now.</summary>
    public void Pass(TimeSpan now)
    {
        while (_returns.TryPeek(out long amount, out TimeSpan at) && at <= now)
        {
            _returns.Dequeue();
            long known = Math.Min(_early, amount);
            _early -= known;
            amount -= known;
            _returned += amount;
            if (Left is { } left)
            {
                Left = Math.Max(left, Math.Min(left + amount, Most));
            }
        }
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
    public void Observe(long told, RateMark counted, RateMark sent, bool newest)
    {
        _lowest = Math.Min(_lowest, told);
        if (!newest)
        {
            return;
        }

        Most = Math.Max(Most, told);
        long least = told - (_spent - counted.Spent);
        long most = told + (_returned - sent.Returned);
        Left = Left is { } left ? Math.Clamp(left, least, Math.Max(least, most)) : least;
        (_told, _toldAt) = (told, sent.Spent);

        // What is left and what we have spent in the last minute cannot be more than the cap. What is too much has come back already, earlier than the
        // book expected, and must not be credited twice: a fixed window has ended, or the service counts a little earlier.
        long early = told + (counted.Spent - _returned) - Most;
        if (early > Most / Tolerance)
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
