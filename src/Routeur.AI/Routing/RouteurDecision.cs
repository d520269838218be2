namespace Routeur.AI;

/// <summary>What will be sent for a call, and who decided it. Immutable.</summary>
public sealed class RouteurDecision
{
    internal RouteurDecision(string model, string? forcedProvider, string? forcedModel, bool trace, RouteurDecisionLevel level, string reason)
    {
        Model = model;
        ForcedProvider = forcedProvider;
        ForcedModel = forcedModel;
        Trace = trace;
        Level = level;
        Reason = reason;
    }

    /// <summary>The <c>model</c> of the request body: <c>auto</c>, an alias or an upstream id.</summary>
    public string Model { get; }

    /// <summary>The value of the <c>Routeur-Provider</c> header; null when the header is not sent.</summary>
    public string? ForcedProvider { get; }

    /// <summary>The value of the <c>Routeur-Model</c> header; null when the header is not sent.</summary>
    public string? ForcedModel { get; }

    /// <summary>Whether the trace block is asked for (<c>Routeur-Trace: true</c>).</summary>
    public bool Trace { get; }

    /// <summary>Who decided the target.</summary>
    public RouteurDecisionLevel Level { get; }

    /// <summary>Why, in one sentence for a person.</summary>
    public string Reason { get; }

    /// <summary>
    /// Where the call goes next, in this order, when the provider fails before the first token; empty when it does not go on. They belong to the
    /// level that named the target: those of the other levels are not in force.
    /// </summary>
    public IReadOnlyList<RouteurTarget> Fallbacks { get; internal init; } = [];

    /// <summary>Whether a plain scope named a target too and lost to the call. The client logs that once.</summary>
    internal bool ScopeLost { get; init; }

    /// <summary>The decision in one line.</summary>
    public override string ToString() =>
        $"model \"{Model}\"" +
        (ForcedProvider is null ? "" : $", Routeur-Provider: {ForcedProvider}") +
        (ForcedModel is null ? "" : $", Routeur-Model: {ForcedModel}") +
        (Fallbacks.Count == 0 ? "" : $", then {string.Join(", ", Fallbacks)}") +
        $" ({Level}: {Reason})";
}
