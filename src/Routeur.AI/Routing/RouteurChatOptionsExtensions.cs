using Microsoft.Extensions.AI;
using Routeur.AI.Routing;

namespace Routeur.AI;

/// <summary>Steers a single call.</summary>
public static class RouteurChatOptionsExtensions
{
    /// <summary>Forces provider and model of the calls made with these options, and says whether to ask for the trace block.</summary>
    /// <param name="options">
    /// The options to change. Like every <see cref="ChatOptions"/> they are not thread-safe while being changed; any number of calls may
    /// read them.
    /// </param>
    /// <param name="provider">
    /// The provider, for example <c>openai</c>, <c>gemini</c> or <c>deepseek</c>: sent as <c>Routeur-Provider</c> [/guides/routing-rules]. Null
    /// leaves an earlier wish as it is; an empty text takes it back.
    /// </param>
    /// <param name="model">
    /// The upstream model id: sent as <c>Routeur-Model</c>, and as the body's <c>model</c>; never split at <c>/</c>. <c>auto</c> leaves the choice
    /// to the account's rules and sends no such header. Null leaves an earlier wish as it is; an empty text takes it back.
    /// </param>
    /// <param name="trace">
    /// Whether to ask for the trace block (<c>Routeur-Trace: true</c>). Null leaves an earlier wish as it is; to take it back, remove
    /// <c>routeur_trace</c> from <see cref="ChatOptions.AdditionalProperties"/>.
    /// </param>
    /// <returns>The same <paramref name="options"/>, for chaining.</returns>
    /// <remarks>
    /// <para>The wish is kept in <see cref="ChatOptions.AdditionalProperties"/> as plain values under <c>routeur_provider</c>,
    /// <c>routeur_model</c> and <c>routeur_trace</c>, which may also be set by hand. It therefore survives <see cref="ChatOptions.Clone"/> and
    /// serialisation, and enters the key of a cache. It never reaches the request body.</para>
    /// <para>A call that names a target decides the whole of it: with <paramref name="provider"/> alone the model is the one in
    /// <see cref="ChatOptions.ModelId"/>, else <c>auto</c>, and never one that a scope or the client names.</para>
    /// <para>In a step behind <see cref="RouteurChatClientBuilderExtensions.UseRouteurRouting"/> this steers anew and replaces a target that
    /// came from a scope or the client. A target that an overriding scope has set stays.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="provider"/> or <paramref name="model"/> cannot go into a header: only printable ASCII can, at most 256 characters.
    /// </exception>
    public static ChatOptions WithRouteur(this ChatOptions options, string? provider = null, string? model = null, bool? trace = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? checkedProvider = RoutingHeaderValue.Check(provider, nameof(provider));
        string? checkedModel = RoutingHeaderValue.Check(model, nameof(model));

        if ((provider is not null || model is not null) && RoutingMark.TryReopen(options))
        {
            Set(options, RouteurPropertyNames.Provider, provider, checkedProvider);
            Set(options, RouteurPropertyNames.Model, model, checkedModel);
        }

        if (trace is { } flag)
        {
            (options.AdditionalProperties ??= [])[RouteurPropertyNames.Trace] = flag;
        }

        return options;
    }

    /// <summary>Says where the calls made with these options go next, in this order, when their provider fails before the first token.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="targets">The targets, at most 10. None: the call does not go on, whatever an earlier wish said.</param>
    /// <returns>The same <paramref name="options"/>, for chaining.</returns>
    /// <remarks>
    /// <para>Fallbacks belong to a target, so the call must name one: <c>WithRouteur(provider, model)</c>, or <see cref="ChatOptions.ModelId"/>, also
    /// <c>auto</c>. Otherwise the call is an <see cref="ArgumentException"/>. With an overriding scope in force they have no effect.</para>
    /// <para>Kept as a JSON array under <c>routeur_fallbacks</c> in <see cref="ChatOptions.AdditionalProperties"/>.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">A target is null or empty, cannot go into headers, or there are more than 10.</exception>
    public static ChatOptions WithRouteurFallbacks(this ChatOptions options, params RouteurTarget[] targets)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(targets);
        IReadOnlyList<RouteurTarget> next = RoutingTargets.Check(targets, nameof(targets));
        if (RoutingMark.TryReopen(options))
        {
            (options.AdditionalProperties ??= [])[RouteurPropertyNames.Fallbacks] = RoutingTargets.ToJson(next);
        }

        return options;
    }

    private static void Set(ChatOptions options, string key, string? given, string? value)
    {
        if (value is not null)
        {
            (options.AdditionalProperties ??= [])[key] = value;
        }
        else if (given is not null)
        {
            options.AdditionalProperties?.Remove(key);
        }
    }
}
