using System.ClientModel.Primitives;
using Routeur.AI.Resilience;

namespace Routeur.AI.RateLimiting;

/// <summary>Recognises a refusal by one of the key's per-minute caps [/guides/rate-limits]: it tells how long to wait, or that nothing is left.</summary>
/// <remarks>A 429 that tells neither is somebody else's, a spending limit's or a proxy's; waiting for the next minute would not help.</remarks>
internal static class RateRefusal
{
    public static bool Is(PipelineResponse response, DateTimeOffset now) =>
        response.Status == 429 && (RetryAfterHeader.Read(response, now) is not null || RateHeaders.Read(response) is { Requests: 0 } or { Tokens: 0 });
}
