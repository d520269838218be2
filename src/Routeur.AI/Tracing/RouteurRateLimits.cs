namespace Routeur.AI;

/// <summary>
/// What is left of the key's two caps in the current minute, as the answer's headers said it [/guides/rate-limits]. With a cached answer
/// these are the numbers of the call that filled the cache.
/// </summary>
/// <param name="RequestsRemaining">Requests left; null when the service did not say.</param>
/// <param name="TokensRemaining">Prompt and completion tokens left; null when the service did not say.</param>
public readonly record struct RouteurRateLimits(long? RequestsRemaining, long? TokensRemaining);
