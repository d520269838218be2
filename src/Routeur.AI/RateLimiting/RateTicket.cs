using Routeur.AI.Pipeline;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// One call's place in the queue of its key, for all its attempts: a call that is refused goes back to where it stood. Everything in it belongs to its
/// gate's lock, except what is fixed.
/// </summary>
internal sealed class RateTicket(RateGate gate, CallState call, long number, long bodyBytes, bool waits)
{
    public RateGate Gate => gate;

    public CallState Call => call;

    /// <summary>Whether the call waits for room, or is only counted.</summary>
    public bool Waits => waits;

    /// <summary>First come, first served.</summary>
    public long Number => number;

    public long BodyBytes => bodyBytes;

    /// <summary>How long the call has waited so far, all its waits together. Only its own attempts, one after the other, touch it.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>Set while the call waits.</summary>
    public RateWait? Wait { get; set; }

    /// <summary>Whether an attempt is under way whose answer has not begun.</summary>
    public bool IsUnanswered { get; set; }

    /// <summary>Set while an attempt is under way whose tokens are not known yet.</summary>
    public RateReservation? Reservation { get; set; }

    /// <summary>The minute that its last attempt counts in.</summary>
    public RateBooking Booking { get; set; } = null!; // set with the first attempt, before anyone looks

    public TimeSpan SentAt { get; set; }

    /// <summary>The book of requests when it was sent, itself included.</summary>
    public RateMark Requests { get; set; }

    /// <summary>The book of tokens when it was sent, its prompt included.</summary>
    public RateMark Tokens { get; set; }

    /// <summary>The book of the requests that the service had certainly counted when it was sent.</summary>
    public RateMark CountedRequests { get; set; }

    /// <summary>The same of tokens.</summary>
    public RateMark CountedTokens { get; set; }

    public long Prompt { get; set; }

    public long Completion { get; set; }

    /// <summary>The call does not want to wait any longer.</summary>
    public void Leave(RateWaitEnd end) => gate.Leave(this, end);

    /// <summary>The attempt is over: its answer was read, or left. Only the first word counts.</summary>
    /// <param name="promptTokens">As the provider counted them; null when it did not tell.</param>
    /// <param name="completionTokens">As the provider counted them; null when it did not tell.</param>
    public void Complete(long? promptTokens, long? completionTokens) =>
        gate.Complete(this, TokenEstimate.Sensible(promptTokens), TokenEstimate.Sensible(completionTokens));
}
