using Microsoft.Extensions.AI;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>Reads what Routeur said about an answer. All methods are thread-safe as long as nobody changes the answer meanwhile.</summary>
public static class RouteurResponseExtensions
{
    /// <summary>Where the call went, why, and what it cost.</summary>
    /// <param name="response">The answer: plain, or combined from a stream.</param>
    /// <returns>
    /// The trace, or null when the answer has none: <see cref="RouteurOptions.Trace"/> was off, or the answer did not come through Routeur. When
    /// the answer took several calls (a tool loop), this is the last one's; each message has its own.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static RouteurTrace? GetRouteurTrace(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        for (int i = response.Messages.Count - 1; i >= 0; i--)
        {
            if (AnswerProperties.Trace(response.Messages[i].AdditionalProperties) is { } trace)
            {
                return trace;
            }
        }

        return AnswerProperties.Trace(response.AdditionalProperties);
    }

    /// <inheritdoc cref="GetRouteurTrace(ChatResponse)"/>
    /// <param name="update">One update of a stream. The block comes with one of them, usually the first or the last.</param>
    /// <returns>The trace, or null when this update has none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    public static RouteurTrace? GetRouteurTrace(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return AnswerProperties.Trace(update.AdditionalProperties);
    }

    /// <inheritdoc cref="GetRouteurTrace(ChatResponse)"/>
    /// <param name="message">A message of an answer.</param>
    /// <returns>The trace of the call that brought the message, or null when it has none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public static RouteurTrace? GetRouteurTrace(this ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return AnswerProperties.Trace(message.AdditionalProperties);
    }

    /// <summary>The traces of every call that the answer took, in order: several after a tool loop.</summary>
    /// <param name="response">The answer: plain, or combined from a stream.</param>
    /// <returns>The traces; a call that comes twice (by its <see cref="RouteurTrace.RequestId"/>) is there once. Empty when there are none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static IReadOnlyList<RouteurTrace> GetRouteurTraces(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return AnswerTraces.Of(response).All;
    }

    /// <summary>What the answer cost in US dollars: the sum over every call that it took.</summary>
    /// <param name="response">The answer: plain, or combined from a stream.</param>
    /// <returns>
    /// The sum of <see cref="GetRouteurTraces"/>, or null when one call did not tell its cost or has no trace; it is never guessed. What was answered
    /// by a cache counts what it cost when it was asked. Calls that functions made by themselves are not in it.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static decimal? GetRouteurCostUsd(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return AnswerTraces.Of(response).CostUsd;
    }

    /// <summary>What is left of the key's caps in the current minute.</summary>
    /// <param name="response">The answer: plain, or combined from a stream.</param>
    /// <returns>The numbers, or null when the answer's headers had none. After a tool loop, those of the last call.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static RouteurRateLimits? GetRouteurRateLimits(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        for (int i = response.Messages.Count - 1; i >= 0; i--)
        {
            if (AnswerProperties.RateLimits(response.Messages[i].AdditionalProperties) is { } limits)
            {
                return limits;
            }
        }

        return AnswerProperties.RateLimits(response.AdditionalProperties);
    }

    /// <inheritdoc cref="GetRouteurRateLimits(ChatResponse)"/>
    /// <param name="update">One update of a stream. The first one has the numbers.</param>
    /// <returns>The numbers, or null when this update has none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    public static RouteurRateLimits? GetRouteurRateLimits(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return AnswerProperties.RateLimits(update.AdditionalProperties);
    }

    /// <inheritdoc cref="GetRouteurRateLimits(ChatResponse)"/>
    /// <param name="message">A message of an answer.</param>
    /// <returns>The numbers, or null when the message has none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public static RouteurRateLimits? GetRouteurRateLimits(this ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return AnswerProperties.RateLimits(message.AdditionalProperties);
    }
}
