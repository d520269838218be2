using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AIFunctionCall = Microsoft.Extensions.AI.FunctionCallContent;
using AIFunctionResult = Microsoft.Extensions.AI.FunctionResultContent;
using AIText = Microsoft.Extensions.AI.TextContent;

#pragma warning disable SKEXP0001, SKEXP0110 // Audio, files and reasoning are experimental in SK; leaving them out would drop parts of a conversation.

namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>
/// Turns a chat history into messages. Unlike SK's own conversion it keeps the plugin's name of a call, reasoning (which DeepSeek wants back
/// with tool calls) and file references, and refuses what it does not know.
/// </summary>
internal static class HistoryReader
{
    private const string Detail = "detail";

    /// <exception cref="NotSupportedException">A content that cannot be sent; the message names its type.</exception>
    public static List<ChatMessage> Read(ChatHistory history)
    {
        var messages = new List<ChatMessage>(history.Count);
        for (int i = 0; i < history.Count; i++)
        {
            messages.Add(Read(history[i], i));
        }

        return messages;
    }

    private static ChatMessage Read(ChatMessageContent content, int index)
    {
        var message = new ChatMessage
        {
            Role = new ChatRole(content.Role.Label),
            AuthorName = content.AuthorName,
            AdditionalProperties = content.Metadata is null ? null : new AdditionalPropertiesDictionary(content.Metadata),
            RawRepresentation = content.InnerContent,
        };
        foreach (KernelContent item in content.Items)
        {
            if (Read(item, index) is { } part)
            {
                part.RawRepresentation = item.InnerContent;
                part.AdditionalProperties = Properties(item);
                message.Contents.Add(part);
            }
        }

        return message;
    }

    private static AIContent? Read(KernelContent item, int index) => item switch
    {
        Microsoft.SemanticKernel.TextContent text => new AIText(text.Text),
        ImageContent image => Read(image, "image/*"),
        AudioContent audio => Read(audio, "audio/*"),
        BinaryContent binary => Read(binary, "application/octet-stream"),
        Microsoft.SemanticKernel.FunctionCallContent call =>
            new AIFunctionCall(call.Id ?? "", FunctionNames.Join(call.PluginName, call.FunctionName), Arguments(call)) { Exception = call.Exception },
        Microsoft.SemanticKernel.FunctionResultContent result => new AIFunctionResult(result.CallId ?? "", result.Result),
        ReasoningContent reasoning => new TextReasoningContent(reasoning.Text),
        FileReferenceContent file => new HostedFileContent(file.FileId),

        // What SK's agents note down for the reader; models do not get it back.
        Microsoft.SemanticKernel.Agents.AnnotationContent or ActionContent => null,
        _ => throw new NotSupportedException(
            $"chatHistory[{index}] holds a {item?.GetType().Name ?? "null"}, which Chat Completions cannot carry."),
    };

    // A number that became a text on its way to the app goes back as the number that the model wrote, unless the app has changed it.
    private static IDictionary<string, object?>? Arguments(Microsoft.SemanticKernel.FunctionCallContent call) =>
        call.InnerContent is AIFunctionCall { Arguments: { } written } && call.Arguments is { } shown && written.Count == shown.Count &&
        written.All(pair => shown.TryGetValue(pair.Key, out object? value) && value?.ToString() == pair.Value?.ToString())
            ? written
            : call.Arguments;

    private static AIContent? Read(BinaryContent content, string defaultMediaType) =>
        content.CanRead && content.DataUri is { } data ? new DataContent(data, content.MimeType) :
        content.Uri is { } uri ? new UriContent(uri, content.MimeType ?? defaultMediaType) :
        null;

    private static AdditionalPropertiesDictionary? Properties(KernelContent item)
    {
        if (item.Metadata is null)
        {
            return null;
        }

        var properties = new AdditionalPropertiesDictionary(item.Metadata);
        if (properties.TryGetValue(MetadataKeys.ImageDetail, out object? detail))
        {
            properties.TryAdd(Detail, detail);
        }

        return properties;
    }
}
