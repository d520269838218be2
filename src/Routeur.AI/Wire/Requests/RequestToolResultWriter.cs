using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes the results of tool calls, each as a message of its own.</summary>
internal readonly struct RequestToolResultWriter(Utf8JsonWriter writer, RequestJsonText jsonText, bool joined)
{
    // What MEAI's function invocation tells a model by default; the exception's own words may hold secrets.
    private const string Failed = "Error: Function failed.";

    /// <summary>Returns whether the message held any result.</summary>
    public bool Write(ChatMessage message, int index)
    {
        bool any = false;
        foreach (AIContent? content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                writer.WriteStartObject();
                writer.WriteString(RequestNames.Role, "tool"u8);
                writer.WriteString(RequestNames.ToolCallId, result.CallId);
                writer.WritePropertyName(RequestNames.Content);
                WriteResult(result, index);
                writer.WriteEndObject();
                any = true;
            }
            else if (!RequestContentWriter.IsBookkeeping(content))
            {
                throw RequestContentWriter.Unsupported(content, message, index);
            }
        }

        return any;
    }

    private void WriteResult(FunctionResultContent result, int index)
    {
        switch (result.Result)
        {
            case null:
                writer.WriteStringValue(result.Exception is null ? "" : Failed);
                break;
            case string text:
                RequestString.Write(writer, text.AsSpan());
                break;
            case TextContent text:
                RequestString.Write(writer, text.Text.AsSpan());
                break;
            case IReadOnlyList<AIContent> { Count: > 0 } parts when parts.All(static part => part is TextContent):
                WriteTexts(parts);
                break;
            default:
                WriteJson(result, index);
                break;
        }
    }

    // The dialect takes texts here and nothing else.
    private void WriteTexts(IReadOnlyList<AIContent> parts)
    {
        if (parts.Count == 1 || joined)
        {
            RequestString.Write(writer, string.Join('\n', parts.Cast<TextContent>().Select(static part => part.Text)).AsSpan());
            return;
        }

        writer.WriteStartArray();
        foreach (AIContent part in parts)
        {
            RequestContentWriter.WriteText(writer, ((TextContent)part).Text);
        }

        writer.WriteEndArray();
    }

    private void WriteJson(FunctionResultContent result, int index)
    {
        try
        {
            RequestString.Write(writer, jsonText.Serialize(result.Result!, static (json, value) => RequestValue.Write(json, value)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw RequestError.Messages(
                $"messages[{index}]: the result of the call \"{result.CallId}\", a {result.Result!.GetType()}, cannot be sent as JSON: {e.Message}", e);
        }
    }
}
