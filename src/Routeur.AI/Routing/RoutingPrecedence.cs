using Microsoft.Extensions.AI;

namespace Routeur.AI.Routing;

/// <summary>Decides what to send: call, scope, client; the first level that says anything decides the whole target.</summary>
internal static class RoutingPrecedence
{
    private const string ScopeDecides = "An ambient scope names the target, and the call says nothing.";
    private const string OverridingScopeDecides = "An ambient scope opened with overrideCalls names the target; it comes before the call.";
    private const string ClientDecides = "Neither the call nor a scope says anything; these are the client's defaults.";
    private const string CallForces = "The call itself forces the target (WithRouteur or a routeur_* key).";
    private const string ModelIdNames = "The call itself names the model (ChatOptions.ModelId).";
    private const string RawOptionsName = "The call itself names the model (its raw options).";
    private const string ButScopeLost = " An ambient scope names a target too, and loses.";

    /// <param name="options">The call's options.</param>
    /// <param name="rawModel">The model that the call's raw options name (see <c>RawChatOptions.Model</c>).</param>
    /// <param name="scope">The ambient scope at the time of the call.</param>
    /// <param name="client">The client's defaults.</param>
    /// <exception cref="ArgumentException">An unknown <c>routeur_*</c> key, or a value that cannot go into a header.</exception>
    public static RouteurDecision Resolve(ChatOptions? options, string? rawModel, RouteurScope? scope, RouteurSettings client)
    {
        RoutingWish call = RoutingWish.Read(options, rawModel);
        return call.DecidedBy is { } level ? Confirm(level, call, scope, client) : Decide(call, scope, client);
    }

    /// <summary>Decides afresh, whether the routing step has seen the options or not.</summary>
    public static RouteurDecision Decide(in RoutingWish call, RouteurScope? scope, RouteurSettings client)
    {
        bool trace = scope?.OverridingTrace ?? call.Trace ?? scope?.PlainTrace ?? client.Trace;

        if (scope?.OverridingTarget is { } constraint)
        {
            return Decision(RouteurDecisionLevel.OverridingScope, constraint.Provider, constraint.Model, named: null, trace, OverridingScopeDecides, constraint.Fallbacks);
        }

        if (call.HasTarget)
        {
            return FromCall(call.Provider, call.ForcedModel, call, scope, trace, call.Fallbacks ?? []);
        }

        if (call.Fallbacks is { Count: > 0 })
        {
            throw RoutingTargets.WithoutTarget();
        }

        return scope?.PlainTarget is { } target
            ? Decision(RouteurDecisionLevel.Scope, target.Provider, target.Model, named: null, trace, ScopeDecides, target.Fallbacks)
            : Decision(RouteurDecisionLevel.Client, client.Provider, forced: null, client.Model, trace, ClientDecides, client.Fallbacks);
    }

    /// <summary>
    /// The decision that the routing step wrote into the options stands, whatever scope is open by now: a cache in between has already
    /// taken it into its key. Only a step behind it that set <see cref="ChatOptions.ModelId"/> or raw options is the call speaking after all.
    /// </summary>
    private static RouteurDecision Confirm(RouteurDecisionLevel level, in RoutingWish written, RouteurScope? scope, RouteurSettings client)
    {
        bool trace = written.Trace ?? client.Trace;
        bool namedSince = written.NamedModel is { } named && level switch
        {
            RouteurDecisionLevel.Client => true,
            RouteurDecisionLevel.Scope => named != (written.ForcedModel ?? RouteurOptions.AutoModel),
            _ => false,
        };

        if (namedSince)
        {
            // Provider and forced model, if any, are the lower level's: they are not mixed with the call's model.
            return FromCall(provider: null, forced: null, written, scope, trace, fallbacks: []);
        }

        IReadOnlyList<RouteurTarget> fallbacks = written.Fallbacks ?? [];
        return level switch
        {
            RouteurDecisionLevel.OverridingScope =>
                Decision(level, written.Provider, written.ForcedModel, named: null, trace, OverridingScopeDecides, fallbacks),
            RouteurDecisionLevel.Scope =>
                Decision(level, written.Provider, written.ForcedModel, named: null, trace, ScopeDecides, fallbacks),
            RouteurDecisionLevel.Client =>
                Decision(level, written.Provider, forced: null, written.DefaultModel ?? client.Model, trace, ClientDecides, fallbacks),
            _ => FromCall(written.Provider, written.ForcedModel, written, scope, trace, fallbacks),
        };
    }

    /// <summary>What is sent when a call moves on to <paramref name="next"/>, which nobody named but <paramref name="first"/>'s level.</summary>
    public static RouteurDecision MoveOn(RouteurDecision first, RouteurTarget next) =>
        Decision(first.Level, next.Provider, next.Model, named: null, first.Trace, $"A target before it failed. {first.Reason}", fallbacks: []);

    private static RouteurDecision FromCall(string? provider, string? forced, in RoutingWish call, RouteurScope? scope, bool trace, IReadOnlyList<RouteurTarget> fallbacks)
    {
        bool scopeLost = scope?.PlainTarget is not null;
        string reason = (provider ?? forced, call.NamedByRawOptions) switch
        {
            (not null, _) => scopeLost ? CallForces + ButScopeLost : CallForces,
            (_, true) => scopeLost ? RawOptionsName + ButScopeLost : RawOptionsName,
            _ => scopeLost ? ModelIdNames + ButScopeLost : ModelIdNames,
        };

        if (provider is not null && forced is null && call.NamedModel is { } named)
        {
            // It was free text for the body so far; now it goes into a header.
            RoutingHeaderValue.Check(
                named, call.NamedByRawOptions ? "model of the raw options" : $"{nameof(ChatOptions)}.{nameof(ChatOptions.ModelId)}");
        }

        return Decision(RouteurDecisionLevel.Call, provider, forced, call.NamedModel, trace, reason, fallbacks, scopeLost);
    }

    private static RouteurDecision Decision(
        RouteurDecisionLevel level, string? provider, string? forced, string? named, bool trace, string reason, IReadOnlyList<RouteurTarget> fallbacks, bool scopeLost = false)
    {
        string model = forced ?? named ?? RouteurOptions.AutoModel;

        // `auto` is no upstream id, and Routeur-Model takes only those [/guides/routing-rules]: whoever forces it wants the rules to choose.
        string? header = model != RouteurOptions.AutoModel && (forced is not null || provider is not null) ? model : null;
        return new RouteurDecision(model, provider, header, trace, level, reason) { Fallbacks = fallbacks, ScopeLost = scopeLost };
    }
}
