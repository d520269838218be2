namespace Routeur.AI.RateLimiting;

/// <summary>
/// The minute that a sent request and its prompt count in. The book keeps it longer than the call lives, so it knows nothing of the call.
/// </summary>
internal sealed class RateBooking(TimeSpan sentAt, long prompt)
{
    public TimeSpan SentAt => sentAt;

    /// <summary>The prompt's tokens: estimated, then as the provider counted them.</summary>
    public long Prompt { get; set; } = prompt;

    /// <summary>When both leave the minute; null as long as it is not known when, or whether, the service counted them.</summary>
    public TimeSpan? ReturnsAt { get; set; }

    /// <summary>The service refused the request, and counted nothing.</summary>
    public bool IsRefused { get; set; }

    public bool IsOpen => ReturnsAt is null && !IsRefused;
}
