using Microsoft.Extensions.Logging;

namespace Routeur.AI.Resilience;

/// <summary>What is logged when a call moves on to its next target.</summary>
internal static partial class FallbackLog
{
    [LoggerMessage(3, LogLevel.Warning, "{Failed} failed ({ErrorCode}); moving on to {Next}.")]
    public static partial void MovingOn(ILogger logger, RouteurDecision failed, string errorCode, RouteurDecision next);
}
