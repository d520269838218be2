using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes <c>tools</c>, <c>parallel_tool_calls</c>, <c>tool_choice</c> and <c>web_search_options</c>.</summary>
internal static class RequestToolWriter
{
    /// <exception cref="ArgumentException">A tool is null.</exception>
    /// <exception cref="NotSupportedException">A hosted tool other than web search; the message names its type.</exception>
    public static void Write(RequestFields fields, ChatOptions? options)
    {
        if (options is null)
        {
            return;
        }

        HostedWebSearchTool? webSearch = null;
        int functions = 0;
        IList<AITool>? tools = options.Tools;
        for (int i = 0; i < tools?.Count; i++)
        {
            switch (tools[i])
            {
                case AIFunctionDeclaration:
                    functions++;
                    break;
                case HostedWebSearchTool tool:
                    webSearch = tool;
                    break;
                case null:
                    throw RequestError.Options($"ChatOptions.Tools[{i}] is null.");
                case { } tool:
                    throw new NotSupportedException(
                        $"ChatOptions.Tools[{i}] is a {tool.GetType().Name}, which Chat Completions cannot carry; functions and web search can be sent.");
            }
        }

        if (WriteTools(fields, options, functions))
        {
            WriteUse(fields, options);
        }

        if (webSearch is not null && fields.TryBegin(RequestNames.WebSearchOptions))
        {
            RequestWebSearchWriter.Write(fields.Writer, webSearch);
        }
    }

    // Returns whether the body has tools at all, be they ours or the raw options'.
    private static bool WriteTools(RequestFields fields, ChatOptions options, int functions)
    {
        string name = RequestNames.Tools.Value;
        RawChatOptions? raw = fields.Raw;
        if (raw?.IsRemoved(name) is true)
        {
            return false;
        }

        bool hasRaw = raw?.Items(name).Any() is true;
        if (functions == 0)
        {
            return hasRaw;
        }

        Utf8JsonWriter writer = fields.Writer;
        fields.Take(RequestNames.Tools.Value);
        writer.WriteStartArray(RequestNames.Tools);
        foreach (JsonElement tool in raw?.Items(name) ?? [])
        {
            tool.WriteTo(writer);
        }

        bool? strict = RequestStrictness.Read(options.AdditionalProperties, nameof(ChatOptions));
        foreach (AITool tool in options.Tools!)
        {
            if (tool is AIFunctionDeclaration function)
            {
                WriteFunction(writer, function, strict);
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function, bool? defaultStrict)
    {
        bool? strict = RequestStrictness.Read(function.AdditionalProperties, $"The tool \"{function.Name}\"") ?? defaultStrict;
        writer.WriteStartObject();
        writer.WriteString(RequestNames.Type, RequestNames.Function);
        writer.WriteStartObject(RequestNames.Function);
        writer.WriteString(RequestNames.Name, function.Name);
        writer.WriteString(RequestNames.Description, function.Description);
        writer.WritePropertyName(RequestNames.Parameters);
        RequestSchema.WriteParameters(
            writer, strict is true ? RequestSchema.Strict.GetOrCreateTransformedSchema(function) : function.JsonSchema);
        if (strict is { } flag)
        {
            writer.WriteBoolean(RequestNames.Strict, flag);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteUse(RequestFields fields, ChatOptions options)
    {
        Utf8JsonWriter writer = fields.Writer;
        if (options.AllowMultipleToolCalls is { } parallel && fields.TryBegin(RequestNames.ParallelToolCalls))
        {
            writer.WriteBooleanValue(parallel);
        }

        // Nothing is said about raw tools unless the caller says it.
        if ((options.ToolMode is null && options.Tools is not { Count: > 0 }) || !fields.TryBegin(RequestNames.ToolChoice))
        {
            return;
        }

        switch (options.ToolMode)
        {
            case NoneChatToolMode:
                writer.WriteStringValue("none"u8);
                break;

            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject();
                writer.WriteString(RequestNames.Type, RequestNames.Function);
                writer.WriteStartObject(RequestNames.Function);
                writer.WriteString(RequestNames.Name, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;

            case RequiredChatToolMode:
                writer.WriteStringValue("required"u8);
                break;

            default:
                writer.WriteStringValue("auto"u8);
                break;
        }
    }
}
