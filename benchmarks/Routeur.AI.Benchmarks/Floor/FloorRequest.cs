using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Benchmarks.Floor;

/// <summary>Writes a request body with text, images and tools.</summary>
internal static class FloorRequest
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ChatMessage> messages, IList<AITool>? tools, bool stream)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteString("model"u8, "auto"u8);
        writer.WriteStartArray("messages"u8);
        foreach (ChatMessage message in messages)
        {
            WriteMessage(writer, message);
        }

        writer.WriteEndArray();
        if (stream)
        {
            writer.WriteBoolean("stream"u8, true);
            writer.WriteStartObject("stream_options"u8);
            writer.WriteBoolean("include_usage"u8, true);
            writer.WriteEndObject();
        }

        if (tools is not null)
        {
            writer.WriteStartArray("tools"u8);
            foreach (AIFunctionDeclaration tool in tools.OfType<AIFunctionDeclaration>())
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, tool.Name);
                writer.WriteString("description"u8, tool.Description);
                writer.WritePropertyName("parameters"u8);
                tool.JsonSchema.WriteTo(writer);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role.Value);
        if (message.Contents is [TextContent only])
        {
            writer.WriteString("content"u8, only.Text);
        }
        else
        {
            writer.WriteStartArray("content"u8);
            foreach (AIContent content in message.Contents)
            {
                writer.WriteStartObject();
                if (content is DataContent image)
                {
                    writer.WriteString("type"u8, "image_url"u8);
                    writer.WriteStartObject("image_url"u8);
                    WriteDataUri(writer, image);
                    writer.WriteEndObject();
                }
                else
                {
                    writer.WriteString("type"u8, "text"u8);
                    writer.WriteString("text"u8, ((TextContent)content).Text);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteDataUri(Utf8JsonWriter writer, DataContent image)
    {
        ReadOnlySpan<byte> prefix = "data:image/png;base64,"u8;
        byte[] uri = ArrayPool<byte>.Shared.Rent(prefix.Length + Base64.GetMaxEncodedToUtf8Length(image.Data.Length));
        prefix.CopyTo(uri);
        Base64.EncodeToUtf8(image.Data.Span, uri.AsSpan(prefix.Length), out _, out int written);
        writer.WriteString("url"u8, uri.AsSpan(0, prefix.Length + written));
        ArrayPool<byte>.Shared.Return(uri);
    }
}
