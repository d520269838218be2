using static Routeur.AI.RateLimiting.RateTimes;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// The requests of the last moment: the service may not have counted them yet, so that nobody else on the key can have seen them in an answer. Not thread-safe.
/// </summary>
internal sealed class RateRecent
{
    private readonly Queue<(TimeSpan SentAt, RateMark Requests, RateMark Tokens, long Size)> _sent = new();

    public int Count => _sent.Count;

    /// <summary>Their tokens, as estimated.</summary>
    public long Tokens { get; private set; }

    /// <summary>The book of requests when the last one was sent that the service has certainly counted.</summary>
    public RateMark CountedRequests { get; private set; }

    /// <summary>The same of tokens.</summary>
    public RateMark CountedTokens { get; private set; }

    /// <summary>When the oldest one has certainly been counted; <see cref="Never"/> when there is none.</summary>
    public TimeSpan NextCounted => _sent.TryPeek(out var oldest) ? oldest.SentAt + Lag : Never;

    /// <summary>Another one was sent.</summary>
    public void Add(RateTicket ticket)
    {
        long size = ticket.Prompt + ticket.Completion;
        _sent.Enqueue((ticket.SentAt, ticket.Requests, ticket.Tokens, size));
        Tokens += size;
    }

    public void Pass(TimeSpan now)
    {
        while (_sent.TryPeek(out var oldest) && oldest.SentAt + Lag <= now)
        {
            _sent.Dequeue();
            Tokens -= oldest.Size;
            (CountedRequests, CountedTokens) = (oldest.Requests, oldest.Tokens);
        }
    }
}
