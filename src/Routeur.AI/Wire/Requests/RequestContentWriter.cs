using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Routeur.AI.Wire;

/// <summary>
/// Writes a message's <c>content</c>: a string when it is one text, else a list of parts. Nothing is left out but bookkeeping: what the
/// dialect cannot carry is an error.
/// </summary>
internal static class RequestContentWriter
{
    // The name under which MEAI's clients hand a refusal over, and take it back.
    private const string RefusalCode = "Refusal";

    /// <summary>Writes the field.</summary>
    /// <param name="writer">The body.</param>
    /// <param name="message">The message.</param>
    /// <param name="index">Its place in the history, for error messages.</param>
    /// <param name="optional">Whether the field is left out when there are no parts; otherwise it is an empty string.</param>
    /// <param name="joined">Whether several texts become one string, a line each, for a provider that takes no list of texts.</param>
    public static void Write(Utf8JsonWriter writer, ChatMessage message, int index, bool optional = false, bool joined = false)
    {
        IList<AIContent> contents = message.Contents;
        int parts = 0;
        string? texts = null;
        bool onlyTexts = true;
        for (int i = 0; i < contents.Count; i++)
        {
            AIContent content = contents[i] ?? throw RequestError.Messages($"messages[{index}].Contents[{i}] is null.");
            if (IsPart(content, message, index))
            {
                parts++;
                string? text = Text(content);
                onlyTexts &= text is not null;
                if (parts == 1 || (joined && onlyTexts))
                {
                    texts = parts == 1 ? text : $"{texts}\n{text}";
                }
            }
        }

        if (parts == 0 && optional)
        {
            return;
        }

        writer.WritePropertyName(RequestNames.Content);
        if (parts == 0)
        {
            writer.WriteStringValue(""u8);
        }
        else if (onlyTexts && (parts == 1 || joined))
        {
            RequestString.Write(writer, texts.AsSpan());
        }
        else
        {
            writer.WriteStartArray();
            for (int i = 0; i < contents.Count; i++)
            {
                if (IsPart(contents[i], message, index))
                {
                    WritePart(writer, contents[i], index);
                }
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>Writes a text part.</summary>
    public static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(RequestNames.Type, RequestNames.Text);
        writer.WritePropertyName(RequestNames.Text);
        RequestString.Write(writer, text.AsSpan());
        writer.WriteEndObject();
    }

    /// <summary>What comes back from a model beside its answer and is no part of a conversation: usage, and reasoning, which only DeepSeek wants.</summary>
    public static bool IsBookkeeping(AIContent? content) => content is UsageContent or TextReasoningContent;

    /// <summary>Whether this is a model's refusal.</summary>
    public static bool IsRefusal(AIContent? content) => content is ErrorContent { ErrorCode: RefusalCode };

    /// <summary>The error for a part that would otherwise be missing without a word.</summary>
    public static Exception Unsupported(AIContent? content, ChatMessage message, int index)
    {
        string? mediaType = (content as DataContent)?.MediaType ?? (content as UriContent)?.MediaType;
        return content is null
            ? RequestError.Messages($"messages[{index}] holds a content that is null.")
            : new NotSupportedException(
                $"messages[{index}] holds a {content.GetType().Name}{(mediaType is null ? "" : $" of type \"{mediaType}\"")}, " +
                $"which Chat Completions cannot carry in a message of the role \"{message.Role}\".");
    }

    private static bool IsPart(AIContent content, ChatMessage message, int index)
    {
        bool assistant = message.Role == ChatRole.Assistant;
        if (assistant && (content is FunctionCallContent || IsRefusal(content)))
        {
            return false;
        }

        return
            content.RawRepresentation is ChatMessageContentPart || content is TextContent or HostedFileContent || RequestMediaWriter.CanWrite(content) ||
            (IsBookkeeping(content) || (assistant && content is ErrorContent) ? false : throw Unsupported(content, message, index));
    }

    private static string? Text(AIContent content) => content switch
    {
        { RawRepresentation: ChatMessageContentPart raw } => raw.Kind == ChatMessageContentPartKind.Text ? raw.Text : null,
        TextContent text => text.Text,
        _ => null,
    };

    private static void WritePart(Utf8JsonWriter writer, AIContent content, int index)
    {
        if (content.RawRepresentation is ChatMessageContentPart raw)
        {
            ((IJsonModel<ChatMessageContentPart>)raw).Write(writer, ModelReaderWriterOptions.Json);
        }
        else if (content is TextContent text)
        {
            WriteText(writer, text.Text);
        }
        else
        {
            RequestMediaWriter.Write(writer, content, index);
        }
    }
}
