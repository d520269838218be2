using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>Turns loose keys, those of a prompt file or of another connector's settings, into typed properties.</summary>
internal static class SettingsReader
{
    /// <summary>New settings with everything that <paramref name="settings"/> say.</summary>
    public static RouteurPromptExecutionSettings Read(PromptExecutionSettings settings)
    {
        var target = new RouteurPromptExecutionSettings
        {
            ModelId = settings.ModelId,
            ServiceId = settings.ServiceId,
            FunctionChoiceBehavior = settings.FunctionChoiceBehavior,
        };
        IEnumerable<KeyValuePair<string, object?>> values = settings.GetType() == typeof(PromptExecutionSettings)
            ? settings.ExtensionData?.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)) ?? []
            : ForeignSettings.Read(settings);
        Take(values, target);
        return target;
    }

    /// <summary>The same settings with the keys of <see cref="PromptExecutionSettings.ExtensionData"/> in their properties, which win.</summary>
    public static RouteurPromptExecutionSettings Drain(RouteurPromptExecutionSettings settings)
    {
        if (settings.ExtensionData is not { Count: > 0 } data)
        {
            return settings;
        }

        RouteurPromptExecutionSettings copy = settings.Copy();
        copy.ExtensionData = null;
        Take(data.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)), copy);
        return copy;
    }

    private static void Take(IEnumerable<KeyValuePair<string, object?>> values, RouteurPromptExecutionSettings target)
    {
        foreach ((string key, object? value) in values)
        {
            if (value is not null && !TryTake(key, value, target))
            {
                (target.ExtensionData ??= new Dictionary<string, object>())[key] = value;
            }
        }
    }

    // SK compares keys without regard to case.
#pragma warning disable CA1308 // The keys are lower-case.
    private static bool TryTake(string key, object value, RouteurPromptExecutionSettings target)
    {
        switch (key.ToLowerInvariant())
#pragma warning restore CA1308
        {
            case SettingKeys.Provider:
                target.Provider ??= SettingValue.Text(key, nameof(target.Provider), value);
                return true;
            case SettingKeys.Model:
                target.Model ??= SettingValue.Text(key, nameof(target.Model), value);
                return true;
            case SettingKeys.Trace:
                target.Trace ??= SettingValue.Flag(key, nameof(target.Trace), value);
                return true;
            case SettingKeys.Fallbacks:
                target.Fallbacks ??= TargetList.Read(key, nameof(target.Fallbacks), value);
                return true;
            case SettingKeys.Temperature:
                target.Temperature ??= SettingValue.Number(key, nameof(target.Temperature), value);
                return true;
            case SettingKeys.TopP:
                target.TopP ??= SettingValue.Number(key, nameof(target.TopP), value);
                return true;
            case SettingKeys.PresencePenalty:
                target.PresencePenalty ??= SettingValue.Number(key, nameof(target.PresencePenalty), value);
                return true;
            case SettingKeys.FrequencyPenalty:
                target.FrequencyPenalty ??= SettingValue.Number(key, nameof(target.FrequencyPenalty), value);
                return true;
            case SettingKeys.MaxTokens:
                target.MaxTokens ??= SettingValue.Integer(key, nameof(target.MaxTokens), value, int.MaxValue) is { } tokens ? (int)tokens : null;
                return true;
            case SettingKeys.StopSequences:
                target.StopSequences ??= SettingValue.Texts(key, nameof(target.StopSequences), value);
                return true;
            case SettingKeys.Seed:
                target.Seed ??= SettingValue.Integer(key, nameof(target.Seed), value, long.MaxValue);
                return true;
            case SettingKeys.ResponseFormat:
                target.ResponseFormat ??= value;
                return true;
            case SettingKeys.ReasoningEffort:
                target.ReasoningEffort ??= SettingValue.Text(key, nameof(target.ReasoningEffort), value);
                return true;
            case SettingKeys.ChatSystemPrompt:
                target.ChatSystemPrompt ??= SettingValue.Text(key, nameof(target.ChatSystemPrompt), value);
                return true;
            case SettingKeys.User:
                target.User ??= SettingValue.Text(key, nameof(target.User), value);
                return true;
            default:
                return false;
        }
    }
}
