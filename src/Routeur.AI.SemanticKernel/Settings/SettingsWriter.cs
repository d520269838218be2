using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Writes settings into the options of a call.</summary>
internal static class SettingsWriter
{
    // The core spreads this key over tools and response format.
    private const string Strict = "strict";

    /// <param name="settings">The settings, drained.</param>
    /// <param name="options">
    /// What SK made of the settings. Its sampling properties and additional properties are replaced as a whole: where reflection is on, SK has
    /// turned ours into JSON and back (numbers into doubles, lists into lazy sequences), and where it is off, it has lost them.
    /// </param>
    public static void Write(RouteurPromptExecutionSettings settings, ChatOptions options)
    {
        options.ModelId = settings.ModelId;
        options.Temperature = (float?)settings.Temperature;
        options.TopP = (float?)settings.TopP;
        options.PresencePenalty = (float?)settings.PresencePenalty;
        options.FrequencyPenalty = (float?)settings.FrequencyPenalty;
        options.MaxOutputTokens = settings.MaxTokens;
        options.StopSequences = settings.StopSequences is null ? null : [.. settings.StopSequences];
        options.Seed = settings.Seed;
        options.Reasoning = null;
        options.ResponseFormat = null;

        // It stands in the history, where PrepareChatHistoryForRequest has put it.
        options.Instructions = null;

        options.AdditionalProperties = null;
        foreach ((string key, object? value) in settings.ExtensionData ?? new Dictionary<string, object>())
        {
            Set(options, key, value);
        }

        WriteReasoning(options, settings.ReasoningEffort);
        ResponseFormats.Write(settings.ResponseFormat, options);
        if (settings.User is not null)
        {
            Set(options, SettingKeys.User, settings.User);
        }

        // SK's conversion has no place for it.
        if (Choice(settings.FunctionChoiceBehavior)?.AllowStrictSchemaAdherence is true)
        {
            Set(options, Strict, true);
        }

        options.WithRouteur(settings.Provider, settings.Model, settings.Trace);
        if (settings.Fallbacks is not null)
        {
            options.WithRouteurFallbacks([.. settings.Fallbacks]);
        }
    }

    public static void Set(ChatOptions options, string key, object? value) => (options.AdditionalProperties ??= [])[key] = value;

    public static FunctionChoiceBehaviorOptions? Choice(FunctionChoiceBehavior? behavior) => behavior switch
    {
        AutoFunctionChoiceBehavior auto => auto.Options,
        RequiredFunctionChoiceBehavior required => required.Options,
        NoneFunctionChoiceBehavior none => none.Options,
        _ => null,
    };

    private static void WriteReasoning(ChatOptions options, string? effort)
    {
        ReasoningEffort? known = effort?.ToUpperInvariant() switch
        {
            "NONE" => ReasoningEffort.None,
            "LOW" => ReasoningEffort.Low,
            "MEDIUM" => ReasoningEffort.Medium,
            "HIGH" => ReasoningEffort.High,
            "XHIGH" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
        if (known is not null)
        {
            options.Reasoning = new ReasoningOptions { Effort = known };
        }
        else if (!string.IsNullOrWhiteSpace(effort))
        {
            // "minimal", and whatever providers think of next.
            Set(options, SettingKeys.ReasoningEffort, effort);
        }
    }
}
