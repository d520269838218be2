using Microsoft.Extensions.AI;

namespace Routeur.AI.Routing;

/// <summary>What the options of one call say about routing, checked, and what the routing step has already decided in them.</summary>
internal readonly struct RoutingWish
{
    /// <summary>The provider that the call forces.</summary>
    public string? Provider { get; private init; }

    /// <summary>The model that the call forces, or <c>auto</c>.</summary>
    public string? ForcedModel { get; private init; }

    /// <summary>The model that the call names: its raw options', else its <see cref="ChatOptions.ModelId"/>.</summary>
    public string? NamedModel { get; private init; }

    /// <summary>Whether <see cref="NamedModel"/> comes from the raw options.</summary>
    public bool NamedByRawOptions { get; private init; }

    /// <summary>Whether the call wants the trace block.</summary>
    public bool? Trace { get; private init; }

    /// <summary>The call's fallback targets; null when it says nothing about them.</summary>
    public IReadOnlyList<RouteurTarget>? Fallbacks { get; private init; }

    /// <summary>The level that decided, when the routing step has seen these options.</summary>
    public RouteurDecisionLevel? DecidedBy { get; private init; }

    /// <summary>The client's model at the time of the routing step.</summary>
    public string? DefaultModel { get; private init; }

    /// <summary>Whether the call names a target, in one way or another.</summary>
    public bool HasTarget => Provider is not null || ForcedModel is not null || NamedModel is not null;

    /// <exception cref="ArgumentException">An unknown <c>routeur_*</c> key, a value of the wrong type, or one that cannot go into a header.</exception>
    public static RoutingWish Read(ChatOptions? options, string? rawModel)
    {
        string? provider = null, forcedModel = null, defaultModel = null;
        bool? trace = null;
        IReadOnlyList<RouteurTarget>? fallbacks = null;
        RouteurDecisionLevel? decidedBy = null;

        if (options?.AdditionalProperties is { Count: > 0 } properties)
        {
            foreach (KeyValuePair<string, object?> property in properties)
            {
                string key = property.Key;
                if (!key.StartsWith(RouteurPropertyNames.Prefix, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                // The dictionary's keys are case-insensitive, so ours are too.
                if (Is(key, RouteurPropertyNames.Provider))
                {
                    provider = RoutingHeaderValue.Check(RoutingPropertyValue.AsString(key, property.Value), key);
                }
                else if (Is(key, RouteurPropertyNames.Model))
                {
                    forcedModel = RoutingHeaderValue.Check(RoutingPropertyValue.AsString(key, property.Value), key);
                }
                else if (Is(key, RouteurPropertyNames.Trace))
                {
                    trace = RoutingPropertyValue.AsBoolean(key, property.Value);
                }
                else if (Is(key, RouteurPropertyNames.Fallbacks))
                {
                    fallbacks = RoutingTargets.Read(key, property.Value);
                }
                else if (Is(key, RouteurPropertyNames.DecidedBy))
                {
                    decidedBy = RoutingPropertyValue.AsLevel(key, property.Value);
                }
                else if (Is(key, RouteurPropertyNames.DefaultModel))
                {
                    defaultModel = RoutingHeaderValue.Check(RoutingPropertyValue.AsString(key, property.Value), key);
                }
                else
                {
                    throw RoutingPropertyValue.UnknownKey(key);
                }
            }
        }

        string? named = NullIfBlank(rawModel);
        return new RoutingWish
        {
            Provider = provider,
            ForcedModel = forcedModel,
            NamedModel = named ?? NullIfBlank(options?.ModelId),
            NamedByRawOptions = named is not null,
            Trace = trace,
            Fallbacks = fallbacks,
            DecidedBy = decidedBy,
            DefaultModel = defaultModel,
        };
    }

    private static bool Is(string key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
