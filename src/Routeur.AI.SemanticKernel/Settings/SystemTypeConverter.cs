using System.Text.Json;
using System.Text.Json.Serialization;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Writes a <see cref="Type"/>, which SK's users give as response format, as the format that it stands for.</summary>
internal sealed class SystemTypeConverter : JsonConverter<Type>
{
    // The runtime's own types of types included.
    public override bool CanConvert(Type typeToConvert) => typeof(Type).IsAssignableFrom(typeToConvert);

    public override Type Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A response format is never read back as a type.");

    public override void Write(Utf8JsonWriter writer, Type value, JsonSerializerOptions options) =>
        ResponseFormats.Strict(value).WriteTo(writer);
}
