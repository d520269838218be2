namespace Routeur.AI.RateLimiting;

/// <summary>
/// What an attempt that is under way holds of the tokens that are left. A stream that its reader forgot to dispose of gives it back when .NET gives back its
/// connection: when it is collected.
/// </summary>
internal sealed class RateReservation(RateTicket ticket) : IDisposable
{
    ~RateReservation()
    {
        try
        {
            ticket.Complete(null, null);
        }
        catch (Exception)
        {
            // The app's own clock has failed. Whoever asks next is told; here it would end the process.
        }
    }

    /// <summary>The attempt is over.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}
