using static Routeur.AI.RateLimiting.RateTimes;

namespace Routeur.AI.RateLimiting;

/// <summary>When what was spent leaves its minute: a request and its prompt a minute after the service saw it, its other tokens a minute after they were made. Not thread-safe.</summary>
internal sealed class RateBookings(RateLevel requests, RateLevel tokens)
{
    private readonly Queue<RateBooking> _open = new();

    public RateBooking Add(TimeSpan sentAt, long prompt)
    {
        var booking = new RateBooking(sentAt, prompt);
        _open.Enqueue(booking);
        return booking;
    }

    /// <summary>The service has counted the request by now.</summary>
    public void Count(RateBooking booking, TimeSpan now)
    {
        if (booking.IsOpen)
        {
            TimeSpan at = booking.SentAt + Minute + Min(now - booking.SentAt, Lag) + Margin;
            booking.ReturnsAt = at;
            requests.ReturnAt(at, 1);
            tokens.ReturnAt(at, booking.Prompt);
        }
    }

    /// <summary>The service has not counted the request, and will not.</summary>
    public void Refuse(RateBooking booking)
    {
        if (booking.IsOpen)
        {
            booking.IsRefused = true;
            requests.TakeBack(1);
            tokens.TakeBack(booking.Prompt);
        }
    }

    /// <summary>The call is over: what was estimated becomes what it was.</summary>
    public void Settle(RateBooking booking, long prompt, long completion, TimeSpan now)
    {
        if (booking.IsRefused)
        {
            return;
        }

        long more = prompt - booking.Prompt;
        booking.Prompt = prompt;
        tokens.Spend(more + completion);
        if (booking.ReturnsAt is { } at)
        {
            tokens.CorrectReturn(at, more);
        }

        tokens.ReturnAt(now + Minute + Margin, completion);
    }

    /// <summary>A request that was sent some time ago has certainly been counted.</summary>
    public void Pass(TimeSpan now)
    {
        while (_open.TryPeek(out RateBooking? oldest) && (!oldest.IsOpen || oldest.SentAt + Lag <= now))
        {
            Count(_open.Dequeue(), now);
        }
    }
}
