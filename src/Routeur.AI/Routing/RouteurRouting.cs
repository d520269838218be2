using Routeur.AI.Routing;

namespace Routeur.AI;

/// <summary>Steers every call inside a block of code, for agents and frameworks that hide the call itself.</summary>
/// <remarks>
/// <para>A scope is ambient: it follows <c>await</c>, and tasks that are started inside the block, but it never reaches the code around
/// the block or other requests. It works for <see cref="RouteurChatClient"/> and for any OpenAI client with a
/// <see cref="RouteurHeadersPolicy"/>.</para>
/// <para>A stream that is returned and enumerated after its scope has ended needs the step
/// <see cref="RouteurChatClientBuilderExtensions.UseRouteurRouting"/>, which takes the scope down when the stream is asked for.</para>
/// <para>Thread-safe.</para>
/// </remarks>
public static class RouteurRouting
{
    private static readonly AsyncLocal<RouteurScope?> Ambient = new();

    internal static RouteurScope? Current => Ambient.Value;

    /// <summary>Opens a scope. Dispose the result to close it: <c>using (RouteurRouting.BeginScope(provider: "gemini")) { … }</c>.</summary>
    /// <param name="provider">The provider to force (<c>Routeur-Provider</c>). Null or blank: the scope names none.</param>
    /// <param name="model">
    /// The upstream model id to force (<c>Routeur-Model</c>), or <c>auto</c> to leave the choice to the account's rules. Null or blank: the
    /// scope names none.
    /// </param>
    /// <param name="trace">Whether to ask for the trace block (<c>Routeur-Trace</c>). Null: the scope doesn't say.</param>
    /// <param name="overrideCalls">
    /// False: the scope decides for calls that name no target themselves. True: it comes before every call and every plain scope, also one
    /// opened inside it: for constraints such as data residency.
    /// </param>
    /// <param name="fallbacks">
    /// Where a call of this scope goes next, in this order, when its provider fails before the first token; never after a DLP or moderation block. At
    /// most 10. They belong to the scope's target, so it must name one.
    /// </param>
    /// <returns>
    /// What closes the scope. Disposing it twice does no harm. When scopes are closed out of order, only the one that is disposed ends; the
    /// others stay in force until their own turn. Closing acts on the current flow of execution: work that was started inside the block and
    /// still runs keeps the scope, and an async method that closes its caller's scope after an <c>await</c> does not close it for the caller.
    /// </returns>
    /// <remarks>
    /// <para>A scope that names a provider or a model decides the whole target: nothing is mixed in from a scope around it. Of several plain
    /// scopes the innermost with a target decides; of several overriding ones the outermost, since code inside a block must not be able to
    /// undo a constraint set around it. A scope that only sets <paramref name="trace"/> leaves the target of the scopes around it alone.</para>
    /// <para>A plain scope that names a target and loses to a call is logged once by the client.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="provider"/> or <paramref name="model"/> cannot go into a header (printable ASCII, at most 256 characters); or
    /// <paramref name="overrideCalls"/> is true and the scope says nothing, so that a constraint whose value is missing is not lost unseen; or
    /// <paramref name="fallbacks"/> holds an empty target, too many, or stands without provider and model.
    /// </exception>
    public static IDisposable BeginScope(
        string? provider = null, string? model = null, bool? trace = null, bool overrideCalls = false, IEnumerable<RouteurTarget>? fallbacks = null)
    {
        provider = RoutingHeaderValue.Check(provider);
        model = RoutingHeaderValue.Check(model);
        if (overrideCalls && provider is null && model is null && trace is null)
        {
            throw new ArgumentException(
                $"\"{nameof(overrideCalls)}\" is true, but the scope names neither a provider nor a model nor a flag, so it would " +
                "constrain nothing. Is a setting empty?",
                nameof(overrideCalls));
        }

        IReadOnlyList<RouteurTarget> next = RoutingTargets.Check(fallbacks, nameof(fallbacks));
        if (next.Count > 0 && provider is null && model is null)
        {
            throw new ArgumentException(
                $"\"{nameof(fallbacks)}\" is given, but the scope names no target that could fail: fallbacks belong to a target. Name a provider or a " +
                $"model too (\"{RouteurOptions.AutoModel}\" leaves the first choice to the account's rules).",
                nameof(fallbacks));
        }

        var scope = new RouteurScope(Ambient.Value, provider, model, trace, overrideCalls, next);
        Ambient.Value = scope;
        return scope;
    }

    internal static void End(RouteurScope scope) => Ambient.Value = Ambient.Value?.Without(scope);
}
