using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AIFunctionCall = Microsoft.Extensions.AI.FunctionCallContent;
using AIFunctionResult = Microsoft.Extensions.AI.FunctionResultContent;
using AIText = Microsoft.Extensions.AI.TextContent;

#pragma warning disable SKEXP0110 // Reasoning is experimental in SK; leaving it out would drop parts of an answer.
#pragma warning disable SKEXP0001 // The index of the request tells SK's builder of calls which round trip a call belongs to.

namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>
/// Turns the updates of a stream into SK's, and writes the round trips that its functions made into the history: one assistant message with
/// all of a trip's calls, then their results, which is the order that providers insist on.
/// </summary>
internal sealed class StreamedAnswer(ChatHistory history, FunctionNames names)
{
    // With it SK's FunctionCallContentBuilder splits a name into plugin and function.
    private const char BuilderSeparator = '-';

    private readonly AnswerWriter _writer = new(names);
    private readonly List<ChatResponseUpdate> _trip = [];
    private int _requestIndex;
    private int _callIndex;
    private bool _inResults;

    public StreamingChatMessageContent Write(ChatResponseUpdate update)
    {
        if (names.HasTools)
        {
            Follow(update);
        }

        var content = new StreamingChatMessageContent(update.Role is { } role ? new AuthorRole(role.Value) : null, content: null)
        {
            AuthorName = update.AuthorName,
            ModelId = update.ModelId,
            InnerContent = update,
            Metadata = AnswerMetadata.Of(update),
        };

        // SK's Content is the first text only.
        string text = string.Concat(update.Contents.OfType<AIText>().Select(part => part.Text));
        if (text.Length > 0)
        {
            content.Items.Add(Complete(new StreamingTextContent(text), update));
        }

        foreach (AIContent part in update.Contents)
        {
            switch (part)
            {
                case TextReasoningContent reasoning:
                    content.Items.Add(Complete(new StreamingReasoningContent(reasoning.Text), update));
                    break;
                case AIFunctionCall call:
                    content.Items.Add(Complete(Write(call), update));
                    break;
            }
        }

        return content;
    }

    private static T Complete<T>(T item, ChatResponseUpdate update)
        where T : StreamingKernelContent
    {
        item.ModelId = update.ModelId;
        return item;
    }

    private StreamingFunctionCallUpdateContent Write(AIFunctionCall call)
    {
        (string? plugin, string function) = names.Split(call.Name);
        return new StreamingFunctionCallUpdateContent(
            call.CallId, plugin is null ? function : $"{plugin}{BuilderSeparator}{function}", ArgumentsJson(call), _callIndex++)
        {
            RequestIndex = _requestIndex,
        };
    }

    // Arguments that were no JSON come with an exception and no values; SK's builder reports them once it has seen them.
    private static string? ArgumentsJson(AIFunctionCall call) => call.Arguments is null
        ? null
        : JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    private void Follow(ChatResponseUpdate update)
    {
        bool results = update.Contents.Any(static content => content is AIFunctionResult);
        if (results && !_inResults)
        {
            // The trip is over: functions have run.
            AddToHistory(_trip);
            _trip.Clear();
        }

        if (results)
        {
            AddToHistory([update]);
        }
        else
        {
            if (_inResults)
            {
                _requestIndex++;
                _callIndex = 0;
            }

            _trip.Add(update);
        }

        _inResults = results;
    }

    private void AddToHistory(List<ChatResponseUpdate> updates)
    {
        foreach (ChatMessage message in updates.ToChatResponse().Messages)
        {
            history.Add(_writer.Write(message));
        }
    }
}
