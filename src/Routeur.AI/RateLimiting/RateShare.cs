using static Routeur.AI.RateLimiting.RateTimes;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// How much of what a key spends is spent by this process: other processes and machines may use the same key, and their spending shows only in the
/// headers. Not thread-safe.
/// </summary>
internal sealed class RateShare
{
    /// <summary>From here on the rest is noise: answers that overtook each other, and a book that is a little late.</summary>
    private const double Alone = 0.9;

    private const double Weight = 0.3;

    /// <summary>Who has been starved must still be able to find out that the others are gone.</summary>
    private const double Least = 0.05;

    /// <summary>So many answers on a fresh key, or so much that has gone, tell something.</summary>
    private const long EnoughAnswers = 20;

    private const long EnoughGone = 8;

    private double _ofMinute = 1;
    private bool _known;

    private TimeSpan _began = Never;
    private long _answers;
    private long _first;
    private long _last = long.MaxValue;

    private double _now = 0.25;
    private TimeSpan _sentThen = LongAgo;
    private long _toldThen = -1;
    private long _ownThen;

    /// <summary>Whether nobody else spends on this key, as far as a whole minute or the first answers have shown.</summary>
    public bool IsAlone => _known && _ofMinute >= Alone;

    /// <summary>How much of what is left may be on its way uncounted. Half of our share at present: the rest is for those who have just come.</summary>
    public double Part => IsAlone ? 1 : _now / 2;

    /// <summary>An answer on a fresh key: when all that was counted between the first ones was ours, in whatever order they came, nobody else is there.</summary>
    public void LearnFirst(TimeSpan sentAt, long told)
    {
        _began = Min(_began, sentAt);
        if (_known || sentAt - _began >= Minute)
        {
            return;
        }

        _answers++;
        _first = Math.Max(_first, told);
        _last = Math.Min(_last, told);
        _known = _answers >= EnoughAnswers && _answers >= Alone * (_first - _last + 1);
    }

    /// <summary>How much of what has gone lately was ours.</summary>
    /// <param name="sentAt">When the newest answered request was sent.</param>
    /// <param name="told">What was left then.</param>
    /// <param name="own">What we had spent by then.</param>
    public void Follow(TimeSpan sentAt, long told, long own)
    {
        long gone = _toldThen - told;
        if (gone >= 0 && (gone < EnoughGone || sentAt - _sentThen < Lag))
        {
            return;
        }

        if (gone > 0)
        {
            _now += (Math.Clamp((double)(own - _ownThen) / gone, Least, 1) - _now) / 2;
        }

        (_sentThen, _toldThen, _ownThen) = (sentAt, told, own);
    }

    /// <summary>It cannot be more than that.</summary>
    public void Limit(double share) => _ofMinute = Math.Min(_ofMinute, Math.Clamp(share, Least, 1));

    /// <summary>Of what the whole key has used in its minute, that much is ours.</summary>
    public void Learn(long own, long used) =>
        (_known, _ofMinute) = (true, _ofMinute + ((Math.Clamp((double)own / used, Least, 1) - _ofMinute) * Weight));
}
