namespace Routeur.AI.Routing;

/// <summary>Every key that this library reads or writes in an <c>AdditionalProperties</c> dictionary, once. None of them reaches a request body.</summary>
internal static class RouteurPropertyNames
{
    /// <summary>Keys of <c>ChatOptions.AdditionalProperties</c> that begin so are ours; an unknown one is an error.</summary>
    public const string Prefix = "routeur_";

    /// <summary>Options: the forced provider, a string.</summary>
    public const string Provider = "routeur_provider";

    /// <summary>Options: the forced model, a string.</summary>
    public const string Model = "routeur_model";

    /// <summary>Options: whether to ask for the trace block, a boolean or "true"/"false".</summary>
    public const string Trace = "routeur_trace";

    /// <summary>Options: the fallback targets, a JSON array.</summary>
    public const string Fallbacks = "routeur_fallbacks";

    /// <summary>Options: the level that decided (a <see cref="RouteurDecisionLevel"/> by name), written by the routing step: the decision is final.</summary>
    public const string DecidedBy = "routeur_decided_by";

    /// <summary>Options: the client's model, a string, written by the routing step when the client decided. <c>ModelId</c> stays free for steps behind it.</summary>
    public const string DefaultModel = "routeur_default_model";

    /// <summary>Responses, messages and updates: the service's trace block, a <see cref="System.Text.Json.JsonElement"/>.</summary>
    public const string TraceBlock = "routeur";

    /// <summary>Responses, messages and updates: requests left in the minute, a <see cref="long"/>.</summary>
    public const string RequestsRemaining = "routeur_requests_remaining";

    /// <summary>Responses, messages and updates: tokens left in the minute, a <see cref="long"/>.</summary>
    public const string TokensRemaining = "routeur_tokens_remaining";
}
