namespace Routeur.AI.RateLimiting;

/// <summary>Times that the book and the model reckon with.</summary>
internal static class RateTimes
{
    /// <summary>Documented: the caps are per minute [/guides/rate-limits].</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>Clocks and networks are not exact.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(80);

    /// <summary>A request counts when the service sees it: between sending and answer, but not later than this.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A request that comes when it was told to and is refused again waits at least that long: a Retry-After of zero, or a date that is past by this
    /// machine's clock, would otherwise be obeyed as fast as the network goes.
    /// </summary>
    public static readonly TimeSpan RefusedAgain = TimeSpan.FromSeconds(1);

    /// <summary>Far enough away, and still fit for sums.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromDays(36_500);

    public static readonly TimeSpan LongAgo = -Never;

    public static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
