using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes an assistant's turn: content, refusal, tool calls, and for DeepSeek the reasoning that led to the calls.</summary>
internal readonly struct RequestAssistantWriter(Utf8JsonWriter writer, RequestJsonText jsonText, RouteurDecision decision)
{
    public void Write(ChatMessage message, int index)
    {
        writer.WriteStartObject();
        writer.WriteString(RequestNames.Role, "assistant"u8);

        string? refusal = null;
        bool calls = false;
        foreach (AIContent content in message.Contents)
        {
            calls |= content is FunctionCallContent;
            if (RequestContentWriter.IsRefusal(content))
            {
                refusal += ((ErrorContent)content).Message;
            }
        }

        // A turn that only calls tools has no content at all; but DeepSeek refuses messages without the field.
        bool reasoning = calls && RequestDialect.WantsReasoning(decision, message);
        RequestContentWriter.Write(writer, message, index, optional: calls && !reasoning, joined: RequestDialect.IsDeepSeek(decision));
        if (refusal is not null)
        {
            writer.WriteString(RequestNames.Refusal, refusal);
        }

        RequestAuthorName.Write(writer, message.AuthorName);
        if (calls)
        {
            if (reasoning)
            {
                WriteReasoning(message);
            }

            WriteCalls(message, index);
        }

        writer.WriteEndObject();
    }

    // [api-docs.deepseek.com/guides/thinking_mode]: reasoning of turns with tool calls must come back, that of other turns is ignored.
    private void WriteReasoning(ChatMessage message)
    {
        string? reasoning = null;
        foreach (AIContent content in message.Contents)
        {
            reasoning += (content as TextReasoningContent)?.Text;
        }

        if (!string.IsNullOrEmpty(reasoning))
        {
            writer.WritePropertyName(RequestNames.ReasoningContent);
            RequestString.Write(writer, reasoning.AsSpan());
        }
    }

    private void WriteCalls(ChatMessage message, int index)
    {
        writer.WriteStartArray(RequestNames.ToolCalls);
        foreach (AIContent content in message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                writer.WriteStartObject();
                writer.WriteString(RequestNames.Id, call.CallId);
                writer.WriteString(RequestNames.Type, RequestNames.Function);
                writer.WriteStartObject(RequestNames.Function);
                writer.WriteString(RequestNames.Name, call.Name);
                writer.WritePropertyName(RequestNames.Arguments);
                WriteArguments(call, index);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private void WriteArguments(FunctionCallContent call, int index)
    {
        // A call without arguments is an empty object: "null" is not what any model wrote, and some gateways refuse it.
        if (call.Arguments is null)
        {
            writer.WriteStringValue("{}"u8);
            return;
        }

        try
        {
            RequestString.Write(writer, jsonText.Serialize(call.Arguments, static (json, arguments) => RequestValue.Write(json, arguments)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw RequestError.Messages(
                $"messages[{index}]: the arguments of the call \"{call.CallId}\" to \"{call.Name}\" cannot be sent as JSON: {e.Message}", e);
        }
    }
}
