namespace Routeur.AI.SemanticKernel.Settings;

/// <summary>The keys of prompt files and of <c>ExtensionData</c> that stand for a property of the settings; SK's own where it has one.</summary>
internal static class SettingKeys
{
    public const string Provider = "routeur_provider";
    public const string Model = "routeur_model";
    public const string Trace = "routeur_trace";
    public const string Fallbacks = "routeur_fallbacks";
    public const string Temperature = "temperature";
    public const string TopP = "top_p";
    public const string PresencePenalty = "presence_penalty";
    public const string FrequencyPenalty = "frequency_penalty";
    public const string MaxTokens = "max_tokens";
    public const string StopSequences = "stop_sequences";
    public const string Seed = "seed";
    public const string ResponseFormat = "response_format";
    public const string ReasoningEffort = "reasoning_effort";
    public const string ChatSystemPrompt = "chat_system_prompt";
    public const string User = "user";
}
