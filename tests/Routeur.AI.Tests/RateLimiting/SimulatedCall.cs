using Routeur.AI.RateLimiting;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>One call of a batch: its size, and how long it takes once it is sent.</summary>
internal sealed class SimulatedCall(int prompt, int completion, bool stream, TimeSpan firstByte)
{
    public int Prompt => prompt;

    public int Completion => completion;

    public int Tokens => prompt + completion;

    /// <summary>When its headers come, from sending; a plain answer's come with its end.</summary>
    public TimeSpan Headers => stream ? firstByte : Whole;

    public TimeSpan Whole => firstByte + TimeSpan.FromMilliseconds(completion * 3);

    public RateTicket? Ticket { get; set; }

    public bool IsSent { get; set; }

    public bool IsDone { get; set; }
}
