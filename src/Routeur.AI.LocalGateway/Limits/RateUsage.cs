namespace Routeur.AI.LocalGateway.Limits;

/// <summary>What was used in the current minute.</summary>
internal readonly record struct RateUsage(long Requests, long Tokens);
