namespace Routeur.AI.RateLimiting;

/// <summary>How a wait ended.</summary>
internal enum RateWaitEnd
{
    /// <summary>The call may be sent.</summary>
    Admitted,

    /// <summary>Its time in the queue is over.</summary>
    TimedOut,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The client was disposed.</summary>
    Disposed,
}
