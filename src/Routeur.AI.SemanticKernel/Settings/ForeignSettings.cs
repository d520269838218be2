using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Reads settings of another connector's class, such as those of SK's OpenAI connector, by way of their JSON.</summary>
internal static class ForeignSettings
{
    private static readonly JsonSerializerOptions? ReflectionOptions = CreateOptions();

    /// <summary>What the settings say, under SK's keys; what this dialect calls otherwise under its own names.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Read(PromptExecutionSettings settings)
    {
        foreach (JsonProperty property in ToJson(settings).EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            {
                continue;
            }

            switch (property.Name)
            {
                // Taken over as they are.
                case "service_id" or "model_id" or "function_choice_behavior":
                    break;

                case "ToolCallBehavior":
                    throw new NotSupportedException(
                        $"{settings.GetType().Name}.ToolCallBehavior works in SK's own OpenAI connector only. Use FunctionChoiceBehavior, " +
                        "for example FunctionChoiceBehavior.Auto().");

                case "token_selection_biases":
                    yield return new("logit_bias", property.Value);
                    break;

                case "extra_body":
                    foreach (JsonProperty extra in property.Value.EnumerateObject())
                    {
                        yield return extra.Name.StartsWith("$.", StringComparison.Ordinal)
                            ? throw new NotSupportedException(
                                $"{settings.GetType().Name}.ExtraBody[\"{extra.Name}\"] is a path into the body, which cannot be followed here. " +
                                "Set the whole top-level field under its plain name.")
                            : new(extra.Name, extra.Value);
                    }

                    break;

                default:
                    yield return new(property.Name, property.Value);
                    break;
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Guarded: without reflection-based JSON foreign settings are refused.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded: without reflection-based JSON foreign settings are refused.")]
    private static JsonElement ToJson(PromptExecutionSettings settings) => ReflectionOptions is not null
        ? JsonSerializer.SerializeToElement(settings, settings.GetType(), ReflectionOptions)
        : throw new NotSupportedException(
            $"{settings.GetType().Name} cannot be read where reflection-based JSON is off (Native AOT, trimming). " +
            $"Use {nameof(RouteurPromptExecutionSettings)}.");

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only where reflection-based JSON is on.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where reflection-based JSON is on.")]
    private static JsonSerializerOptions? CreateOptions()
    {
        if (!JsonSerializer.IsReflectionEnabledByDefault)
        {
            return null;
        }

        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.Converters.Add(new SystemTypeConverter());
        options.Converters.Add(new OpenAIResponseFormatConverter());
        options.MakeReadOnly();
        return options;
    }
}
