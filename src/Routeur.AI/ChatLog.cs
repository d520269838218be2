using Microsoft.Extensions.Logging;

namespace Routeur.AI;

/// <summary>What the chat client logs. Ids of retries: see <c>RetryLog</c>.</summary>
internal static partial class ChatLog
{
    [LoggerMessage(10, LogLevel.Warning,
        "The answer used {OutputTokens} output tokens although the call capped them at {MaxOutputTokens}; the provider may not know the field that carries the cap.")]
    public static partial void UsageAboveCap(ILogger logger, long outputTokens, int maxOutputTokens);

    [LoggerMessage(11, LogLevel.Information,
        "A call named its own target, so the surrounding RouteurRouting scope had no effect on it ({Decision}). Open the scope with overrideCalls: true if it must. Logged once.")]
    public static partial void ScopeLost(ILogger logger, RouteurDecision decision);

    [LoggerMessage(12, LogLevel.Debug, "Sending to {Decision}.")]
    public static partial void Sending(ILogger logger, RouteurDecision decision);

    [LoggerMessage(13, LogLevel.Warning,
        "A RouteurBudget scope is open, and no chain with a budget step was built on this client: its calls may count nowhere. Build it with AsBuilder().UseRouteurBudget(). Logged once.")]
    public static partial void BudgetScopeIgnored(ILogger logger);
}
