namespace Routeur.AI.LocalGateway.Limits;

/// <summary>The two independent caps of a key [/guides/rate-limits].</summary>
internal enum RateCap
{
    Requests,
    Tokens,
}
