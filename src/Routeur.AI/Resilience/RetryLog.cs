using Microsoft.Extensions.Logging;

namespace Routeur.AI.Resilience;

/// <summary>What the retry policy logs.</summary>
internal static partial class RetryLog
{
    [LoggerMessage(1, LogLevel.Information, "Attempt {Attempt} was answered with HTTP {Status}; trying again.")]
    public static partial void RetryingAfterStatus(ILogger logger, int status, int attempt);

    [LoggerMessage(2, LogLevel.Information, "Attempt {Attempt} failed ({ErrorCode}); trying again.")]
    public static partial void RetryingAfterFailure(ILogger logger, string errorCode, int attempt);
}
