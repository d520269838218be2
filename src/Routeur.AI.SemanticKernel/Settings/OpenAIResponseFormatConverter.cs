using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenAI.Chat;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Writes the official SDK's response format as it goes on the wire.</summary>
internal sealed class OpenAIResponseFormatConverter : JsonConverter<ChatResponseFormat>
{
    public override bool CanConvert(Type typeToConvert) => typeof(ChatResponseFormat).IsAssignableFrom(typeToConvert);

    public override ChatResponseFormat Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A response format is never read back as the SDK's.");

    public override void Write(Utf8JsonWriter writer, ChatResponseFormat value, JsonSerializerOptions options) =>
        ((IJsonModel<ChatResponseFormat>)value).Write(writer, ModelReaderWriterOptions.Json);
}
