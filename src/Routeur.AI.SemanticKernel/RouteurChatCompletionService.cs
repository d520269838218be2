using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;
using Routeur.AI.SemanticKernel.Conversation;
using Routeur.AI.SemanticKernel.Pipeline;

namespace Routeur.AI.SemanticKernel;

/// <summary>SK's chat completion (and text generation) by way of routeur.ai.</summary>
/// <remarks>
/// <para>Thread-safe; make one and keep it. Any class of settings will do: <see cref="RouteurPromptExecutionSettings"/>, those of a prompt file, or
/// those of SK's OpenAI connector.</para>
/// <para>Every failure is a <see cref="RouteurException"/>, except the caller's own cancellation and arguments that cannot be sent.</para>
/// <para>Functions that the kernel invokes on the way are written into the chat history, the final answer is not, as with SK's own
/// connectors. Metadata has SK's usual keys (<c>Usage</c>, <c>FinishReason</c>, <c>Id</c>, …), <c>InnerContent</c> is the
/// <see cref="ChatResponse"/> or <see cref="ChatResponseUpdate"/>; <see cref="RouteurContentExtensions"/> reads what is Routeur's.</para>
/// </remarks>
public sealed class RouteurChatCompletionService : IChatCompletionService, ITextGenerationService, IDisposable
{
    private readonly IChatClient _chatClient;
    private bool _disposed;

    /// <summary>Makes a service on a connection that the caller owns and disposes.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="loggerFactory">Where to log; nothing is logged without one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public RouteurChatCompletionService(RouteurClient client, ILoggerFactory? loggerFactory = null)
        : this(KernelPipeline.Build(client ?? throw new ArgumentNullException(nameof(client)), loggerFactory))
    {
    }

    /// <summary>Makes a service on a chat pipeline of your own, which stays yours.</summary>
    /// <param name="chatClient">
    /// A chain that ends in a <see cref="RouteurChatClient"/>. For automatic function calling it needs SK's step <c>UseKernelFunctionInvocation()</c>.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="chatClient"/> is null.</exception>
    public RouteurChatCompletionService(IChatClient chatClient)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        _chatClient = chatClient;
    }

    /// <summary>The client's model and endpoint, as they are now: SK's service selection by model id compares the model.</summary>
    public IReadOnlyDictionary<string, object?> Attributes
    {
        get
        {
            ChatClientMetadata? metadata = _chatClient.GetService<ChatClientMetadata>();
            return new Dictionary<string, object?>
            {
                [AIServiceExtensions.ModelIdKey] = metadata?.DefaultModelId,
                [AIServiceExtensions.EndpointKey] = metadata?.ProviderUri?.ToString(),
            };
        }
    }

    /// <summary>Sends the history and returns the answer: one message, or none.</summary>
    /// <param name="chatHistory">The conversation. Calls of functions and their results are added to it.</param>
    /// <param name="executionSettings">What the call asks for; null for the client's defaults.</param>
    /// <param name="kernel">Whose functions may be called; needed for automatic function calling.</param>
    /// <param name="cancellationToken">Stops the call and releases the connection.</param>
    /// <exception cref="RouteurException">The call failed; its <see cref="RouteurException.ErrorCode"/> says why.</exception>
    /// <exception cref="ArgumentException">A setting or message cannot be sent; the message names it.</exception>
    /// <exception cref="NotSupportedException">A content or setting that the dialect cannot carry.</exception>
    /// <exception cref="KernelException">Functions are to be called automatically, and <paramref name="kernel"/> is null or lacks one of them.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The container that owned the service, or its client, was disposed.</exception>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        KernelCall call = KernelCall.Prepare(chatHistory, executionSettings, kernel);
        ChatResponse response = await _chatClient.GetResponseAsync(call.Messages, call.Options, cancellationToken).ConfigureAwait(false);
        if (response.Messages.Count == 0)
        {
            return [];
        }

        var writer = new AnswerWriter(call.Names);
        foreach (ChatMessage message in response.Messages.Take(response.Messages.Count - 1))
        {
            chatHistory.Add(writer.Write(message));
        }

        return [writer.Write(response.Messages[^1], response)];
    }

    /// <summary>Sends the history and returns the answer as it is generated.</summary>
    /// <remarks>Settings, history and ambient scope are read when this method is called; the request is sent when the result is enumerated.</remarks>
    /// <inheritdoc cref="GetChatMessageContentsAsync"/>
    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        KernelCall call = KernelCall.Prepare(chatHistory, executionSettings, kernel);
        IAsyncEnumerable<ChatResponseUpdate> updates = _chatClient.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken);
        return StreamAsync(updates, chatHistory, call.Names, cancellationToken);
    }

    /// <summary>Sends a prompt as the only message of a conversation and returns the answer's text.</summary>
    /// <inheritdoc cref="GetChatMessageContentsAsync"/>
    /// <param name="prompt">The prompt.</param>
    /// <param name="executionSettings">What the call asks for; null for the client's defaults.</param>
    /// <param name="kernel">Whose functions may be called; needed for automatic function calling.</param>
    /// <param name="cancellationToken">Stops the call and releases the connection.</param>
    public async Task<IReadOnlyList<Microsoft.SemanticKernel.TextContent>> GetTextContentsAsync(
        string prompt, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessageContent> messages =
            await GetChatMessageContentsAsync(SinglePrompt(prompt), executionSettings, kernel, cancellationToken).ConfigureAwait(false);
        return [.. messages.Select(m => new Microsoft.SemanticKernel.TextContent(m.Content, m.ModelId, m, Encoding.UTF8, m.Metadata))];
    }

    /// <summary>Sends a prompt as the only message of a conversation and returns the answer's text as it is generated.</summary>
    /// <inheritdoc cref="GetTextContentsAsync"/>
    public IAsyncEnumerable<StreamingTextContent> GetStreamingTextContentsAsync(
        string prompt, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
        TextsAsync(GetStreamingChatMessageContentsAsync(SinglePrompt(prompt), executionSettings, kernel, cancellationToken), cancellationToken);

    /// <summary>Ends the service's life; its container calls this. The client and its connections stay their owner's.</summary>
    public void Dispose() => _disposed = true;

    private static ChatHistory SinglePrompt(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return [new ChatMessageContent(AuthorRole.User, prompt)];
    }

    private static async IAsyncEnumerable<StreamingChatMessageContent> StreamAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates, ChatHistory chatHistory, FunctionNames names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = new StreamedAnswer(chatHistory, names);
        await foreach (ChatResponseUpdate update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return answer.Write(update);
        }
    }

    private static async IAsyncEnumerable<StreamingTextContent> TextsAsync(
        IAsyncEnumerable<StreamingChatMessageContent> contents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (StreamingChatMessageContent content in contents.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new StreamingTextContent(content.Content, content.ChoiceIndex, content.ModelId, content, Encoding.UTF8, content.Metadata);
        }
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(
                nameof(RouteurChatCompletionService),
                "The container that this chat service came from (the kernel's Services, or the app's host) was disposed. Keep it for as long as the kernel is used.");
        }
    }
}
