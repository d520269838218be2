using Microsoft.Extensions.AI;

namespace Routeur.AI.Routing;

/// <summary>
/// The routing step's handwriting: writes a decision into a call's options, as plain values that survive <see cref="ChatOptions.Clone"/>,
/// JSON and a cache's key, and takes it out again for a step behind it that steers anew.
/// </summary>
internal static class RoutingMark
{
    /// <summary>Writes <paramref name="decision"/> into <paramref name="options"/>, which must be a copy of the caller's.</summary>
    public static void Write(ChatOptions options, RouteurDecision decision)
    {
        AdditionalPropertiesDictionary properties = options.AdditionalProperties ??= [];

        switch (decision.Level)
        {
            case RouteurDecisionLevel.Client:
                SetOrRemove(properties, RouteurPropertyNames.Provider, decision.ForcedProvider);
                properties[RouteurPropertyNames.DefaultModel] = decision.Model;
                break;

            case RouteurDecisionLevel.Call:
                // The wishes stay as they are. The model goes in again because it may come from raw options, which no cache key sees.
                options.ModelId = decision.Model;
                break;

            default:
                SetOrRemove(properties, RouteurPropertyNames.Provider, decision.ForcedProvider);
                SetOrRemove(properties, RouteurPropertyNames.Model, decision.ForcedModel);
                properties.Remove(RouteurPropertyNames.DefaultModel);
                options.ModelId = decision.Model;
                break;
        }

        if (decision.Fallbacks.Count == 0)
        {
            properties.Remove(RouteurPropertyNames.Fallbacks);
        }
        else
        {
            properties[RouteurPropertyNames.Fallbacks] = RoutingTargets.ToJson(decision.Fallbacks);
        }

        properties[RouteurPropertyNames.Trace] = decision.Trace;
        properties[RouteurPropertyNames.DecidedBy] = Name(decision.Level);
    }

    /// <summary>
    /// Makes room for the call's own target behind the routing step: what a lower level wrote goes, so that levels are never mixed.
    /// </summary>
    /// <returns>False when an overriding scope decided: its target stays, since a call never undoes a constraint.</returns>
    public static bool TryReopen(ChatOptions options)
    {
        if (options.AdditionalProperties is not { } properties ||
            !properties.TryGetValue(RouteurPropertyNames.DecidedBy, out object? mark))
        {
            return true;
        }

        switch (RoutingPropertyValue.AsLevel(RouteurPropertyNames.DecidedBy, mark))
        {
            case RouteurDecisionLevel.OverridingScope:
                return false;

            case RouteurDecisionLevel.Scope:
                properties.TryGetValue(RouteurPropertyNames.Model, out object? model);
                if (options.ModelId == (RoutingPropertyValue.AsString(RouteurPropertyNames.Model, model) ?? RouteurOptions.AutoModel))
                {
                    options.ModelId = null;
                }

                RemoveTarget(properties);
                break;

            case RouteurDecisionLevel.Client:
                RemoveTarget(properties);
                break;
        }

        properties.Remove(RouteurPropertyNames.DecidedBy);
        return true;
    }

    private static void RemoveTarget(AdditionalPropertiesDictionary properties)
    {
        properties.Remove(RouteurPropertyNames.Provider);
        properties.Remove(RouteurPropertyNames.Model);
        properties.Remove(RouteurPropertyNames.DefaultModel);
        properties.Remove(RouteurPropertyNames.Fallbacks);
    }

    private static void SetOrRemove(AdditionalPropertiesDictionary properties, string key, string? value)
    {
        if (value is null)
        {
            properties.Remove(key);
        }
        else
        {
            properties[key] = value;
        }
    }

    private static string Name(RouteurDecisionLevel level) => level switch
    {
        RouteurDecisionLevel.Client => nameof(RouteurDecisionLevel.Client),
        RouteurDecisionLevel.Scope => nameof(RouteurDecisionLevel.Scope),
        RouteurDecisionLevel.Call => nameof(RouteurDecisionLevel.Call),
        _ => nameof(RouteurDecisionLevel.OverridingScope),
    };
}
