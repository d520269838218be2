using System.Text.Json;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>
/// Writes the Model object [/api-reference/models/object] with OpenAI's three fields in front, so that their clients can read it too:
/// <c>created</c> is 0, since nobody here knows.
/// </summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter writer, GatewayModel model)
    {
        writer.WriteStartObject();
        writer.WriteString(ModelFields.Id, model.Id);
        writer.WriteString(ModelFields.Object, ModelFields.Model);
        writer.WriteNumber(ModelFields.Created, 0);
        writer.WriteString(ModelFields.OwnedBy, model.Provider);
        writer.WriteString(ModelFields.Provider, model.Provider);
        writer.WriteStartArray(ModelFields.Aliases);
        foreach (string alias in model.Aliases)
        {
            writer.WriteStringValue(alias);
        }

        writer.WriteEndArray();
        writer.WriteNumber(ModelFields.ContextWindow, model.ContextWindow);
        writer.WriteStartObject(ModelFields.Pricing);
        writer.WriteNumber(ModelFields.Prompt, model.PromptPrice);
        writer.WriteNumber(ModelFields.Completion, model.CompletionPrice);
        writer.WriteEndObject();
        writer.WriteBoolean(ModelFields.Configured, model.Configured);
        writer.WriteEndObject();
    }
}
