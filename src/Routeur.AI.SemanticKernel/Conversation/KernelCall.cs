using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Settings;

namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>A call of SK's, translated into MEAI's terms.</summary>
internal sealed class KernelCall
{
    private KernelCall(List<ChatMessage> messages, ChatOptions? options, FunctionNames names)
    {
        Messages = messages;
        Options = options;
        Names = names;
    }

    public List<ChatMessage> Messages { get; }

    public ChatOptions? Options { get; }

    public FunctionNames Names { get; }

    /// <exception cref="ArgumentException">A setting is of the wrong type or out of range.</exception>
    /// <exception cref="NotSupportedException">A content or a setting that cannot be sent.</exception>
    /// <exception cref="KernelException">Functions are to be called automatically, and there is no kernel, or it lacks one of them.</exception>
    public static KernelCall Prepare(ChatHistory chatHistory, PromptExecutionSettings? executionSettings, Kernel? kernel)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        if (executionSettings is null)
        {
            return new KernelCall(HistoryReader.Read(chatHistory), null, new FunctionNames(null, false));
        }

        RouteurPromptExecutionSettings settings = RouteurPromptExecutionSettings.FromExecutionSettings(executionSettings);
        ChatOptions options = ToOptions(settings, kernel);
        settings.PrepareHistory(chatHistory);

#pragma warning disable SKEXP0001 // Experimental: those who ask for typed arguments get them.
        bool keepTypes = SettingsWriter.Choice(settings.FunctionChoiceBehavior)?.RetainArgumentTypes is true;
#pragma warning restore SKEXP0001
        return new KernelCall(HistoryReader.Read(chatHistory), options, new FunctionNames(options.Tools, keepTypes));
    }

    private static ChatOptions ToOptions(RouteurPromptExecutionSettings settings, Kernel? kernel)
    {
        try
        {
            return settings.ToChatOptions(kernel);
        }
        catch (KernelException e) when (kernel is null)
        {
            throw new KernelException(
                $"{e.Message} Pass the kernel to the call, or ask for functions that are not invoked: FunctionChoiceBehavior.Auto(autoInvoke: false).", e);
        }
    }
}
