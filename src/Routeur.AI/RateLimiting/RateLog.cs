using Microsoft.Extensions.Logging;

namespace Routeur.AI.RateLimiting;

/// <summary>What the queues log.</summary>
internal static partial class RateLog
{
    [LoggerMessage(50, LogLevel.Information, "The key's limits at {Host} leave no room; calls wait in a queue.")]
    public static partial void Waiting(ILogger logger, string host);

    [LoggerMessage(51, LogLevel.Information, "A limit of the key at {Host} refused a request (429, Retry-After {RetryAfter}).")]
    public static partial void Refused(ILogger logger, string host, TimeSpan? retryAfter);
}
