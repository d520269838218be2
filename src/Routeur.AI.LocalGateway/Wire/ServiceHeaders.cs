namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The service's own headers, written out from its documentation and shared with no client.</summary>
internal static class ServiceHeaders
{
    // [/api-reference/chat-completions/create], [/guides/traces]
    public const string Trace = "Routeur-Trace";

    // [/api-reference/chat-completions/create]
    public const string DryRun = "Routeur-Dry-Run";

    // [/guides/routing-rules], [/sdks/curl]
    public const string Provider = "Routeur-Provider";
    public const string Model = "Routeur-Model";

    // [/guides/rate-limits]
    public const string RequestsRemaining = "X-Routeur-RateLimit-Requests-Remaining";
    public const string TokensRemaining = "X-Routeur-RateLimit-Tokens-Remaining";

    // [/api-reference/traces/inspect]
    public const string TraceStatus = "X-Routeur-Trace-Status";
    public const string TraceProvider = "X-Routeur-Trace-Provider";
    public const string TracePayload = "X-Routeur-Trace-Payload";
}
