using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>The innermost step: gives tools names and schemas that the dialect allows, and refuses prompt settings that SK could not read.</summary>
internal sealed class KernelChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        UnreadSettings.Check(options);
        SameToolNames.Check(options);
        options = KernelSchemas.Clean(options);
        ChatMessage[] history = [.. messages];
        if (ToolNameMap.Create(history, options) is not { } names)
        {
            return await base.GetResponseAsync(history, options, cancellationToken).ConfigureAwait(false);
        }

        ChatResponse response = await base.GetResponseAsync(names.Apply(history), names.Apply(options), cancellationToken).ConfigureAwait(false);
        foreach (ChatMessage message in response.Messages)
        {
            names.Restore(message.Contents);
        }

        return response;
    }

    // Not an iterator: what is wrong with the arguments is said when the method is called, and the history is read then.
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        UnreadSettings.Check(options);
        SameToolNames.Check(options);
        options = KernelSchemas.Clean(options);
        ChatMessage[] history = [.. messages];
        return ToolNameMap.Create(history, options) is { } names
            ? RestoreAsync(base.GetStreamingResponseAsync(names.Apply(history), names.Apply(options), cancellationToken), names, cancellationToken)
            : base.GetStreamingResponseAsync(history, options, cancellationToken);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> RestoreAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates, ToolNameMap names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatResponseUpdate update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            names.Restore(update.Contents);
            yield return update;
        }
    }
}
