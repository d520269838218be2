using System.Buffers;
using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Answers in JSON when <c>response_format</c> asks for it.</summary>
internal static class StructuredAnswer
{
    /// <summary>JSON that fits the request's format, or null when the request asks for none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="text">What the model would say in words; it goes into a JSON object without a schema.</param>
    public static string? For(UpstreamRequest request, string text)
    {
        JsonElement? format = JsonValue.Member(request.Body, ChatFields.ResponseFormat);
        return JsonValue.String(format, ChatFields.Type) switch
        {
            ChatFields.JsonSchema => SchemaSampler.Sample(JsonValue.Member(JsonValue.Member(format, ChatFields.JsonSchema), ChatFields.Schema)),
            ChatFields.JsonObject => Wrap(text),
            _ => null,
        };
    }

    private static string Wrap(string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("answer", text);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
