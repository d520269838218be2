using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI;
using Routeur.AI.SemanticKernel.Answers;

namespace Microsoft.SemanticKernel;

/// <summary>Reads from SK's results what Routeur said: where a call went, why, what it cost, how it ended and what the model thought.</summary>
/// <remarks>
/// They work on what came from a service of this package, also after a chat history was saved as JSON and loaded. All methods are
/// thread-safe as long as nobody changes the content meanwhile.
/// </remarks>
public static class RouteurContentExtensions
{
    /// <summary>Where the call went, why, and what it cost.</summary>
    /// <param name="content">A message of an answer, or of a chat history.</param>
    /// <returns>The trace, or null when there is none. After function calling, that of the last round trip.</returns>
    /// <exception cref="ArgumentNullException">The argument is null.</exception>
    public static RouteurTrace? GetRouteurTrace(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).Trace;
    }

    /// <inheritdoc cref="GetRouteurTrace(ChatMessageContent)"/>
    /// <param name="content">One update of a stream. The block comes with one update of each round trip.</param>
    public static RouteurTrace? GetRouteurTrace(this StreamingChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).Trace;
    }

    /// <inheritdoc cref="GetRouteurTrace(ChatMessageContent)"/>
    /// <param name="result">What a prompt function returned.</param>
    public static RouteurTrace? GetRouteurTrace(this FunctionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return AnswerDetails.Of(result).Trace;
    }

    /// <summary>The traces of every round trip that the answer took, in order: more than one after function calling.</summary>
    /// <param name="content">The answer.</param>
    /// <returns>The traces; empty when there are none.</returns>
    /// <exception cref="ArgumentNullException">The argument is null.</exception>
    public static IReadOnlyList<RouteurTrace> GetRouteurTraces(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).Traces;
    }

    /// <inheritdoc cref="GetRouteurTraces(ChatMessageContent)"/>
    /// <param name="contents">All updates of a stream.</param>
    public static IReadOnlyList<RouteurTrace> GetRouteurTraces(this IEnumerable<StreamingKernelContent> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return [.. contents.SelectMany(content => AnswerDetails.Of(content).Traces)];
    }

    /// <inheritdoc cref="GetRouteurTraces(ChatMessageContent)"/>
    /// <param name="result">What a prompt function returned.</param>
    public static IReadOnlyList<RouteurTrace> GetRouteurTraces(this FunctionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return AnswerDetails.Of(result).Traces;
    }

    /// <summary>What the answer cost in US dollars: the sum over its round trips.</summary>
    /// <param name="content">The answer.</param>
    /// <returns>The sum, or null when the service did not say it for every round trip; it is never guessed.</returns>
    /// <exception cref="ArgumentNullException">The argument is null.</exception>
    public static decimal? GetRouteurCostUsd(this ChatMessageContent content) => Sum(GetRouteurTraces(content));

    /// <inheritdoc cref="GetRouteurCostUsd(ChatMessageContent)"/>
    /// <param name="contents">All updates of a stream.</param>
    public static decimal? GetRouteurCostUsd(this IEnumerable<StreamingKernelContent> contents) => Sum(GetRouteurTraces(contents));

    /// <inheritdoc cref="GetRouteurCostUsd(ChatMessageContent)"/>
    /// <param name="result">What a prompt function returned.</param>
    public static decimal? GetRouteurCostUsd(this FunctionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.GetValue<object>() is ChatResponse response ? response.GetRouteurCostUsd() : Sum(GetRouteurTraces(result));
    }

    /// <summary>Why the answer ended.</summary>
    /// <param name="content">The answer.</param>
    /// <returns>The reason, or null when the provider gave none.</returns>
    /// <exception cref="ArgumentNullException">The argument is null.</exception>
    public static ChatFinishReason? GetRouteurFinishReason(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).FinishReason;
    }

    /// <inheritdoc cref="GetRouteurFinishReason(ChatMessageContent)"/>
    /// <param name="content">One update of a stream; the last ones of each round trip have the reason.</param>
    public static ChatFinishReason? GetRouteurFinishReason(this StreamingChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).FinishReason;
    }

    /// <inheritdoc cref="GetRouteurFinishReason(ChatMessageContent)"/>
    /// <param name="result">What a prompt function returned.</param>
    public static ChatFinishReason? GetRouteurFinishReason(this FunctionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return AnswerDetails.Of(result).FinishReason;
    }

    /// <summary>What the model thought before it answered, where the provider tells.</summary>
    /// <param name="content">The answer, or a message of a <see cref="ChatHistory"/>.</param>
    /// <returns>The text, or null when there is none.</returns>
    /// <exception cref="ArgumentNullException">The argument is null.</exception>
    public static string? GetRouteurReasoning(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).Reasoning;
    }

    /// <inheritdoc cref="GetRouteurReasoning(ChatMessageContent)"/>
    /// <param name="content">One update of a stream.</param>
    public static string? GetRouteurReasoning(this StreamingChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AnswerDetails.Of(content).Reasoning;
    }

    /// <inheritdoc cref="GetRouteurReasoning(ChatMessageContent)"/>
    /// <param name="result">What a prompt function returned.</param>
    public static string? GetRouteurReasoning(this FunctionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return AnswerDetails.Of(result).Reasoning;
    }

    private static decimal? Sum(IReadOnlyList<RouteurTrace> traces) =>
        traces.Count > 0 && traces.All(trace => trace.CostUsd is not null) ? traces.Sum(trace => trace.CostUsd) : null;
}
