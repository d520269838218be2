using Microsoft.Extensions.AI;

namespace Routeur.AI.Routing;

/// <summary>Decides what to send: call, scope, client; the first level that says anything decides the whole target.</summary>
internal static class RoutingPrecedence
{
    /// <param name="options">The call's options.</param>
    /// <param name="rawModel">The model that the call's raw options name (see <c>RawChatOptions.Model</c>).</param>
    /// <param name="scope">The ambient scope at the time of the call.</param>
    /// <param name="client">The client's defaults.</param>
    /// <exception cref="ArgumentException">An unknown <c>routeur_*</c> key, or a value that cannot go into a header.</exception>
    public static RouteurDecision Resolve(ChatOptions? options, string? rawModel, RouteurScope? scope, RouteurSettings client) =>
        throw new NotSupportedException("being built");
}
