namespace Routeur.AI.RateLimiting;

/// <summary>Whether the minute that a sent request counts in is known. The book keeps it longer than the call lives, so it knows nothing of the call.</summary>
internal sealed class RateBooking(TimeSpan sentAt)
{
    public TimeSpan SentAt => sentAt;

    public bool IsDone { get; set; }
}
