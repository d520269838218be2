namespace Routeur.AI.LocalGateway.Limits;

/// <summary>What was used in a minute, or in a part of it.</summary>
internal readonly record struct RateUsage(long Requests, long Tokens)
{
    public static RateUsage operator +(RateUsage a, RateUsage b) => new(a.Requests + b.Requests, a.Tokens + b.Tokens);

    public static RateUsage operator -(RateUsage a, RateUsage b) => new(a.Requests - b.Requests, a.Tokens - b.Tokens);
}
