using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Settings;

namespace Routeur.AI.SemanticKernel;

/// <summary>What a prompt, or a call, says to Routeur: where it goes, and the sampling properties that providers know.</summary>
/// <remarks>
/// <para>Not thread-safe while it is being changed; once frozen, any number of calls may read it. A setter refuses a value that cannot be
/// sent with an <see cref="ArgumentException"/> that names the property.</para>
/// <para>Every property has a key with the same meaning for prompt files and for <see cref="PromptExecutionSettings.ExtensionData"/>; it stands in the
/// property's description. A property wins over a key. Keys that are not known go into the request body under their own names.</para>
/// <para><see cref="PromptExecutionSettings.ModelId"/> names a model (the body's <c>model</c>), and SK looks for a service of that model first;
/// <see cref="Model"/> forces one.</para>
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class RouteurPromptExecutionSettings : PromptExecutionSettings
{
    /// <summary>
    /// The provider that is forced, for example <c>openai</c>, <c>gemini</c> or <c>deepseek</c>: sent as <c>Routeur-Provider</c>
    /// [/guides/routing-rules]. Key <c>routeur_provider</c>. Default: none. At most 256 ASCII characters.
    /// </summary>
    [JsonPropertyName(SettingKeys.Provider)]
    public string? Provider { get; set => field = Writable(SettingCheck.HeaderValue(value)); }

    /// <summary>
    /// The upstream model that is forced: sent as <c>Routeur-Model</c> and as the body's <c>model</c>. Key <c>routeur_model</c>. Default: none.
    /// At most 256 ASCII characters.
    /// </summary>
    [JsonPropertyName(SettingKeys.Model)]
    public string? Model { get; set => field = Writable(SettingCheck.HeaderValue(value)); }

    /// <summary>Whether to ask for the trace block (<c>Routeur-Trace</c>). Key <c>routeur_trace</c>. Default: as the client is set, that is yes.</summary>
    [JsonPropertyName(SettingKeys.Trace)]
    public bool? Trace { get; set => field = Writable(value); }

    /// <summary>
    /// Where the call goes next, in this order, when its provider fails before the first token; never after a DLP or moderation block. They belong to a
    /// target, so <see cref="Provider"/>, <see cref="Model"/> or <see cref="PromptExecutionSettings.ModelId"/> must name one. Key
    /// <c>routeur_fallbacks</c>: <c>[{"provider": "gemini", "model": "gemini-2.5-pro"}]</c>. Default: none. At most 10.
    /// </summary>
    [JsonPropertyName(SettingKeys.Fallbacks)]
    [JsonConverter(typeof(TargetListConverter))]
#pragma warning disable CA2227 // Settings are set as a whole, as in all of SK's; a frozen instance holds a read-only copy.
    public IList<RouteurTarget>? Fallbacks { get; set => field = Writable(SettingCheck.Targets(value)); }
#pragma warning restore CA2227

    /// <summary>Randomness; providers take 0 to 2. Body and key: <c>temperature</c>. Default: the provider's.</summary>
    [JsonPropertyName(SettingKeys.Temperature)]
    public double? Temperature { get; set => field = Writable(SettingCheck.Finite(value)); }

    /// <summary>Nucleus sampling, 0 to 1. Body and key: <c>top_p</c>. Default: the provider's.</summary>
    [JsonPropertyName(SettingKeys.TopP)]
    public double? TopP { get; set => field = Writable(SettingCheck.Finite(value)); }

    /// <summary>Penalty for what was said at all; providers take -2 to 2. Body and key: <c>presence_penalty</c>. Default: the provider's.</summary>
    [JsonPropertyName(SettingKeys.PresencePenalty)]
    public double? PresencePenalty { get; set => field = Writable(SettingCheck.Finite(value)); }

    /// <summary>Penalty for what was said often; providers take -2 to 2. Body and key: <c>frequency_penalty</c>. Default: the provider's.</summary>
    [JsonPropertyName(SettingKeys.FrequencyPenalty)]
    public double? FrequencyPenalty { get; set => field = Writable(SettingCheck.Finite(value)); }

    /// <summary>
    /// The most tokens that the answer may have, at least 1. Body: <c>max_completion_tokens</c>, or <c>max_tokens</c> when the call is known to
    /// go to DeepSeek. Key <c>max_tokens</c>. Default: the provider's.
    /// </summary>
    [JsonPropertyName(SettingKeys.MaxTokens)]
    public int? MaxTokens { get; set => field = Writable(SettingCheck.Positive(value)); }

    /// <summary>Texts at which the answer ends. Body: <c>stop</c>. Key <c>stop_sequences</c>. Default: none.</summary>
    [JsonPropertyName(SettingKeys.StopSequences)]
#pragma warning disable CA2227 // Settings are set as a whole, as in all of SK's; a frozen instance holds a read-only copy.
    public IList<string>? StopSequences { get; set => field = Writable(value); }
#pragma warning restore CA2227

    /// <summary>Asks for repeatable sampling. Body and key: <c>seed</c>. Default: none.</summary>
    [JsonPropertyName(SettingKeys.Seed)]
    public long? Seed { get; set => field = Writable(value); }

    /// <summary>
    /// The answer's form: the text <c>text</c> or <c>json_object</c>; a <see cref="Type"/> whose JSON schema the answer must follow strictly (needs
    /// reflection, so not under Native AOT); a JSON schema, or a whole <c>response_format</c>, as JSON; or a
    /// <see cref="ChatResponseFormat"/>. Body and key: <c>response_format</c>. Default: text.
    /// </summary>
    [JsonPropertyName(SettingKeys.ResponseFormat)]
    [JsonConverter(typeof(ResponseFormatConverter))]
    public object? ResponseFormat { get; set => field = Writable(ResponseFormats.Check(value)); }

    /// <summary>How much to think, for example <c>low</c>, <c>medium</c> or <c>high</c>. Body and key: <c>reasoning_effort</c>. Default: the provider's.</summary>
    [JsonPropertyName(SettingKeys.ReasoningEffort)]
    public string? ReasoningEffort { get; set => field = Writable(value); }

    /// <summary>
    /// The system message of conversations that have none; as in SK's OpenAI connector it becomes the first message of the chat history.
    /// Key <c>chat_system_prompt</c>. Default: none.
    /// </summary>
    [JsonPropertyName(SettingKeys.ChatSystemPrompt)]
    public string? ChatSystemPrompt { get; set => field = Writable(value); }

    /// <summary>Your end user's id, for the provider's abuse monitoring. Body and key: <c>user</c>. Default: none.</summary>
    [JsonPropertyName(SettingKeys.User)]
    public string? User { get; set => field = Writable(value); }

    /// <summary>Makes Routeur settings of any settings: those of a prompt file, or of SK's OpenAI connector.</summary>
    /// <param name="settings">The settings; they are not changed. Null stands for none.</param>
    /// <returns><paramref name="settings"/> themselves when they are Routeur settings, else new ones.</returns>
    /// <remarks>
    /// Under Native AOT only the keys of <see cref="PromptExecutionSettings.ExtensionData"/> can be read from foreign classes of settings, not their
    /// own properties; an instance of such a class is therefore refused there.
    /// </remarks>
    /// <exception cref="ArgumentException">A value is of the wrong type or out of range; the message names the property and its key.</exception>
    /// <exception cref="NotSupportedException">The settings ask for something that only their own connector knows (<c>ToolCallBehavior</c>).</exception>
    public static RouteurPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? settings) => settings switch
    {
        null => new RouteurPromptExecutionSettings(),
        RouteurPromptExecutionSettings routeur => routeur,
        _ => SettingsReader.Read(settings),
    };

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
        {
            return;
        }

        StopSequences = StopSequences is null ? null : new ReadOnlyCollection<string>([.. StopSequences]);
        Fallbacks = Fallbacks is null ? null : new ReadOnlyCollection<RouteurTarget>([.. Fallbacks.Select(target => target with { })]);
        base.Freeze();
    }

    /// <summary>A copy that can be changed, also when this instance is frozen.</summary>
    public override PromptExecutionSettings Clone() => Copy();

    internal RouteurPromptExecutionSettings Copy() => new()
    {
        ModelId = ModelId,
        ServiceId = ServiceId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        Provider = Provider,
        Model = Model,
        Trace = Trace,
        Fallbacks = Fallbacks is null ? null : [.. Fallbacks.Select(target => target with { })],
        Temperature = Temperature,
        TopP = TopP,
        PresencePenalty = PresencePenalty,
        FrequencyPenalty = FrequencyPenalty,
        MaxTokens = MaxTokens,
        StopSequences = StopSequences is null ? null : [.. StopSequences],
        Seed = Seed,
        ResponseFormat = ResponseFormat,
        ReasoningEffort = ReasoningEffort,
        ChatSystemPrompt = ChatSystemPrompt,
        User = User,
    };

    internal ChatHistory PrepareHistory(ChatHistory chatHistory) => PrepareChatHistoryForRequest(chatHistory);

    /// <summary>Puts <see cref="ChatSystemPrompt"/> in front of a history that has no system message.</summary>
    /// <param name="chatHistory">The history; it is changed.</param>
    /// <returns><paramref name="chatHistory"/>.</returns>
    protected override ChatHistory PrepareChatHistoryForRequest(ChatHistory chatHistory)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        string? prompt = SettingsReader.Drain(this).ChatSystemPrompt;
        if (!string.IsNullOrWhiteSpace(prompt) && !chatHistory.Any(message => message.Role == AuthorRole.System))
        {
            chatHistory.Insert(0, new ChatMessageContent(AuthorRole.System, prompt));
        }

        return chatHistory;
    }

    /// <summary>Writes everything that these settings say into the options of a call. SK calls it last, under Native AOT too.</summary>
    /// <param name="options">The options that SK has made of these settings.</param>
    protected override void PrepareChatOptionsForRequest(ChatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingsWriter.Write(SettingsReader.Drain(this), options);
    }

    private T Writable<T>(T value)
    {
        ThrowIfFrozen();
        return value;
    }
}
