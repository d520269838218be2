using Microsoft.Extensions.AI;
using Routeur.AI.SemanticKernel.Settings;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>
/// Finds settings of a prompt that SK has passed on because it could not read them (a text for <c>temperature</c>): the body would carry
/// them, and a provider would refuse it with an error that names no prompt.
/// </summary>
internal static class UnreadSettings
{
    /// <exception cref="ArgumentException">There is one; the message names the property and its key.</exception>
    public static void Check(ChatOptions? options)
    {
        if (options?.AdditionalProperties is not { Count: > 0 } properties)
        {
            return;
        }

        foreach ((string key, object? value) in properties)
        {
            (string Property, string Expected)? known = key switch
            {
                SettingKeys.Temperature => (nameof(RouteurPromptExecutionSettings.Temperature), "a number"),
                SettingKeys.TopP => (nameof(RouteurPromptExecutionSettings.TopP), "a number"),
                SettingKeys.PresencePenalty => (nameof(RouteurPromptExecutionSettings.PresencePenalty), "a number"),
                SettingKeys.FrequencyPenalty => (nameof(RouteurPromptExecutionSettings.FrequencyPenalty), "a number"),
                SettingKeys.MaxTokens => (nameof(RouteurPromptExecutionSettings.MaxTokens), "a whole number"),
                SettingKeys.StopSequences => (nameof(RouteurPromptExecutionSettings.StopSequences), "a list of texts"),
                SettingKeys.Seed => (nameof(RouteurPromptExecutionSettings.Seed), "a whole number"),
                _ => null,
            };
            if (known is { } setting && value is string or bool)
            {
                throw SettingValue.Wrong(key, setting.Property, value, setting.Expected);
            }
        }
    }
}
