using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Writes the body of <c>POST /v1/chat/completions</c> straight from MEAI types. It changes nothing that it is given.</summary>
internal static class ChatRequestWriter
{
    // Validation stays on: a caller's own JSON converter must not be able to break the body.
    private static readonly JsonWriterOptions Json = new()
    {
        // A body is never part of an HTML page, so only what JSON itself demands is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the whole body.</summary>
    /// <param name="messages">The history; enumerated once.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="raw">What <see cref="RawChatOptions.From"/> made of the same options.</param>
    /// <param name="decision">Names the body's <c>model</c>, and tells which dialect the provider speaks.</param>
    /// <param name="stream">Whether the answer is to be streamed.</param>
    /// <exception cref="ArgumentException">A message or option cannot be sent; the message names it.</exception>
    /// <exception cref="NotSupportedException">A content part or tool that the dialect cannot carry; the message names its type.</exception>
    public static BinaryData Write(IEnumerable<ChatMessage> messages, ChatOptions? options, RawChatOptions? raw, RouteurDecision decision, bool stream)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] history = [.. messages];

        var buffer = new RequestBuffer(RequestSize.Estimate(history, options), takenOnce: true);
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            var fields = new RequestFields(writer, raw);
            writer.WriteStartObject();

            fields.Take(RequestNames.Model.Value);
            writer.WriteString(RequestNames.Model, decision.Model);
            WriteMessages(fields, history, options?.Instructions, decision);
            RequestStream.Write(fields, stream);
            RequestOptionsWriter.Write(fields, options, RequestDialect.IsDeepSeek(decision));
            RequestToolWriter.Write(fields, options);
            RequestRestWriter.Write(fields, options);

            writer.WriteEndObject();
        }

        return BinaryData.FromBytes(buffer.Take());
    }

    private static void WriteMessages(RequestFields fields, ReadOnlySpan<ChatMessage> messages, string? instructions, RouteurDecision decision)
    {
        string name = RequestNames.Messages.Value;
        if (fields.Raw?.IsRemoved(name) is true)
        {
            return;
        }

        // A patch may bring a history of its own, or append to ours. Messages of raw options that were read from JSON come first.
        bool replaced = fields.Raw?.IsSetByPatch(name) is true;
        bool appended = !replaced && fields.Raw?.IsTouchedByPatch(name) is true;

        fields.Take(name);
        fields.Writer.WriteStartArray(RequestNames.Messages);
        bool any = !appended && WriteRawMessages(fields);
        if (!replaced)
        {
            using var message = new RequestMessageWriter(fields.Writer, decision);
            any |= message.WriteInstructions(instructions);
            for (int i = 0; i < messages.Length; i++)
            {
                any |= message.Write(messages[i], i);
            }
        }

        any |= appended && WriteRawMessages(fields);
        if (!any)
        {
            throw RequestError.Messages("\"messages\" holds nothing to send; at least one message is needed.");
        }

        fields.Writer.WriteEndArray();
    }

    private static bool WriteRawMessages(RequestFields fields)
    {
        bool any = false;
        foreach (JsonElement message in fields.Raw?.Items(RequestNames.Messages.Value) ?? [])
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(RequestNames.Role.EncodedUtf8Bytes, out _))
            {
                throw RequestError.Options(
                    "The patch of ChatOptions.RawRepresentationFactory changes something inside a message, which is not possible: it can replace " +
                    "\"$.messages\" or append to it. To change one message, set its RawRepresentation.");
            }

            message.WriteTo(fields.Writer);
            any = true;
        }

        return any;
    }
}
