using System.Globalization;
using Routeur.AI.Pipeline;

namespace Routeur.AI.RateLimiting;

/// <summary>What ends a call in the queue. It was not sent, or only refused, so nothing was billed; and it is not tried again, since it has waited already.</summary>
internal static class QueueErrors
{
    public static RouteurException Full(int limit) => new(
        RouteurErrorCode.QueueFull,
        $"{limit.ToString(CultureInfo.InvariantCulture)} calls wait already for room under the key's limits ({nameof(RouteurOptions)}.{nameof(RouteurOptions.QueueLimit)}). " +
        "Make fewer calls at once, raise the limit, or ask for a higher cap of the key.")
    {
        IsTransient = true,
        IsFinal = true,
    };

    public static OperationCanceledException Cancelled(CallState call, CancellationToken cancellationToken)
    {
        const string Message = "The call was cancelled while it waited for room under the key's limits.";
        return call.MayHaveBeenBilled ? new OperationCanceledException(Message, cancellationToken) : new NeverSentException(Message, cancellationToken);
    }

    /// <param name="call">The call.</param>
    /// <param name="isDeadline">Whether the deadline of the whole call struck, and not its time in the queue.</param>
    public static RouteurException TimedOut(CallState call, bool isDeadline) => new(
        RouteurErrorCode.Timeout,
        isDeadline
            ? $"The call was not over within {call.Settings.TotalTimeout} ({nameof(RouteurOptions)}.{nameof(RouteurOptions.TotalTimeout)}): it waited for room under the key's limits."
            : $"The call found no room under the key's limits within {call.Settings.QueueTimeout} ({nameof(RouteurOptions)}.{nameof(RouteurOptions.QueueTimeout)}).")
    {
        IsTransient = true,
        IsFinal = true,
    };
}
