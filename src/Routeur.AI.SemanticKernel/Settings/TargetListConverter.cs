using System.Text.Json;
using System.Text.Json.Serialization;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Fallback targets in JSON, in the form that prompt files have.</summary>
internal sealed class TargetListConverter : JsonConverter<IList<RouteurTarget>>
{
    public override IList<RouteurTarget>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TargetList.Read(SettingKeys.Fallbacks, nameof(RouteurPromptExecutionSettings.Fallbacks), JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, IList<RouteurTarget> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (RouteurTarget target in value)
        {
            writer.WriteStartObject();
            if (target.Provider is not null)
            {
                writer.WriteString(TargetList.ProviderName, target.Provider);
            }

            if (target.Model is not null)
            {
                writer.WriteString(TargetList.ModelName, target.Model);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
