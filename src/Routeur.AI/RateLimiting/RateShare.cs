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

    private double _share = 1;

    /// <summary>At most 1; 1 until something else shows.</summary>
    public double Value => _share >= Alone ? 1 : _share;

    /// <summary>It cannot be more than that.</summary>
    public void Limit(double share) => _share = Math.Min(_share, Math.Clamp(share, Least, 1));

    /// <summary>Of what the whole key has used in its minute, that much is ours.</summary>
    public void Learn(long own, long used) => _share += (Math.Clamp((double)own / used, Least, 1) - _share) * Weight;
}
