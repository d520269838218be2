using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes the messages of one body.</summary>
internal sealed class RequestMessageWriter(Utf8JsonWriter writer, RouteurDecision decision) : IDisposable
{
    private static readonly ChatRole Developer = new("developer");

    private readonly RequestJsonText _jsonText = new();
    private readonly bool _deepSeek = RequestDialect.IsDeepSeek(decision);

    /// <summary>Writes the instructions as the leading system message. Returns whether there are any.</summary>
    public bool WriteInstructions(string? instructions)
    {
        if (string.IsNullOrWhiteSpace(instructions))
        {
            return false;
        }

        writer.WriteStartObject();
        writer.WriteString(RequestNames.Role, "system"u8);
        writer.WritePropertyName(RequestNames.Content);
        RequestString.Write(writer, instructions.AsSpan());
        writer.WriteEndObject();
        return true;
    }

    /// <summary>Writes one message. Returns whether it became anything: a tool message without results does not.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its place in the history, for error messages.</param>
    public bool Write(ChatMessage? message, int index)
    {
        if (message is null)
        {
            throw RequestError.Messages($"messages[{index}] is null.");
        }

        if (message.RawRepresentation is OpenAI.Chat.ChatMessage raw)
        {
            ((IJsonModel<OpenAI.Chat.ChatMessage>)raw).Write(writer, ModelReaderWriterOptions.Json);
            return true;
        }

        if (message.Role == ChatRole.Assistant)
        {
            new RequestAssistantWriter(writer, _jsonText, decision).Write(message, index);
            return true;
        }

        if (message.Role == ChatRole.Tool)
        {
            return new RequestToolResultWriter(writer, _jsonText, _deepSeek).Write(message, index);
        }

        ReadOnlySpan<byte> role =
            message.Role == ChatRole.User ? "user"u8 :
            message.Role == ChatRole.System ? "system"u8 :
            message.Role == Developer ? "developer"u8 :
            throw RequestError.Messages(
                $"messages[{index}] has the role \"{message.Role}\"; Chat Completions knows system, developer, user, assistant and tool.");

        writer.WriteStartObject();
        writer.WriteString(RequestNames.Role, role);
        RequestContentWriter.Write(writer, message, index, joined: _deepSeek);
        RequestAuthorName.Write(writer, message.AuthorName);
        writer.WriteEndObject();
        return true;
    }

    public void Dispose() => _jsonText.Dispose();
}
