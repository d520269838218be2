using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AIFunctionCall = Microsoft.Extensions.AI.FunctionCallContent;
using AIFunctionResult = Microsoft.Extensions.AI.FunctionResultContent;
using AIText = Microsoft.Extensions.AI.TextContent;

#pragma warning disable SKEXP0001, SKEXP0110 // Audio, files and reasoning are experimental in SK; leaving them out would drop parts of an answer.

namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>Turns the messages of an answer into SK's, with everything that SK's own conversion leaves out.</summary>
internal sealed class AnswerWriter(FunctionNames names)
{
    private readonly Dictionary<string, string> _callNames = new(StringComparer.Ordinal);

    /// <summary>One message of an answer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="response">The answer, when this is its last message; metadata that only the answer has goes with it.</param>
    public ChatMessageContent Write(ChatMessage message, ChatResponse? response = null)
    {
        var content = new ChatMessageContent(new AuthorRole(message.Role.Value), content: null)
        {
            AuthorName = message.AuthorName,
            ModelId = response?.ModelId,
            InnerContent = response ?? message.RawRepresentation,
            Metadata = AnswerMetadata.Of(message, response),
        };
        foreach (AIContent part in message.Contents)
        {
            if (Write(part) is { } item)
            {
                item.InnerContent ??= part.RawRepresentation;
                item.Metadata = part.AdditionalProperties;
                item.ModelId = response?.ModelId;
                content.Items.Add(item);
            }
        }

        return content;
    }

    private KernelContent? Write(AIContent part) => part switch
    {
        AIText text => new Microsoft.SemanticKernel.TextContent(text.Text),
        TextReasoningContent reasoning => new ReasoningContent(reasoning.Text),
        AIFunctionCall call => Write(call),
        AIFunctionResult result => Write(result),
        DataContent data when data.HasTopLevelMediaType("image") => new ImageContent(data.Uri),
        DataContent data when data.HasTopLevelMediaType("audio") => new AudioContent(data.Uri),
        DataContent data => new BinaryContent(data.Uri),
        UriContent uri when uri.HasTopLevelMediaType("image") => new ImageContent(uri.Uri) { MimeType = uri.MediaType },
        UriContent uri when uri.HasTopLevelMediaType("audio") => new AudioContent(uri.Uri) { MimeType = uri.MediaType },
        UriContent uri => new BinaryContent(uri.Uri) { MimeType = uri.MediaType },
        HostedFileContent file => new FileReferenceContent(file.FileId),

        // Usage and refusals are metadata.
        _ => null,
    };

    private Microsoft.SemanticKernel.FunctionCallContent Write(AIFunctionCall call)
    {
        _callNames[call.CallId] = call.Name;
        (string? plugin, string function) = names.Split(call.Name);
        return new Microsoft.SemanticKernel.FunctionCallContent(function, plugin, call.CallId, Arguments(call))
        {
            Exception = call.Exception,
            InnerContent = call,
        };
    }

    // Texts, as users of SK's connectors know them, unless they asked for types. What the model wrote stays in the item's InnerContent.
    private KernelArguments? Arguments(AIFunctionCall call)
    {
        if (call.Arguments is null)
        {
            return null;
        }

        var arguments = new KernelArguments();
        foreach ((string name, object? value) in call.Arguments)
        {
            arguments[name] = names.KeepArgumentTypes ? value : value?.ToString();
        }

        return arguments;
    }

    private Microsoft.SemanticKernel.FunctionResultContent Write(AIFunctionResult result)
    {
        (string? plugin, string? function) = _callNames.TryGetValue(result.CallId, out string? name) ? names.Split(name) : (null, null);
        return new Microsoft.SemanticKernel.FunctionResultContent(function, plugin, result.CallId, result.Result);
    }
}
