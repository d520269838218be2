namespace Routeur.AI.Routing;

/// <summary>Every header of the service, once. Request headers have no <c>X-</c> prefix, response headers do.</summary>
internal static class RouteurHeaderNames
{
    /// <summary>Forces the provider for one request [/guides/routing-rules].</summary>
    public const string Provider = "Routeur-Provider";

    /// <summary>Forces the upstream model for one request [/guides/routing-rules].</summary>
    public const string Model = "Routeur-Model";

    /// <summary><c>true</c> appends the <c>routeur</c> block to the answer [/guides/traces].</summary>
    public const string Trace = "Routeur-Trace";

    /// <summary><c>true</c> resolves the route and calls no upstream [/api-reference/chat-completions/create].</summary>
    public const string DryRun = "Routeur-Dry-Run";

    /// <summary>Requests left in the current minute, on every response [/guides/rate-limits].</summary>
    public const string RequestsRemaining = "X-Routeur-RateLimit-Requests-Remaining";

    /// <summary>Tokens left in the current minute, on every response [/guides/rate-limits].</summary>
    public const string TokensRemaining = "X-Routeur-RateLimit-Tokens-Remaining";

    /// <summary>The status that the original caller saw, on <c>HEAD</c> of a trace [/api-reference/traces/inspect].</summary>
    public const string TraceStatus = "X-Routeur-Trace-Status";

    /// <summary>The provider finally used, on <c>HEAD</c> of a trace [/api-reference/traces/inspect].</summary>
    public const string TraceProvider = "X-Routeur-Trace-Provider";

    /// <summary>The signed address of the payload archive, on <c>HEAD</c> of a trace; absent when payload storage is off [/api-reference/traces/inspect].</summary>
    public const string TracePayload = "X-Routeur-Trace-Payload";

    /// <summary>The id of the call's trace. No page says whether errors carry one; this name follows the service's others.</summary>
    public const string RequestId = "X-Routeur-Request-Id";

    /// <summary>The customary name of a request's id, which proxies in front of the service use.</summary>
    public const string CustomaryRequestId = "X-Request-Id";

    /// <summary>Seconds to wait, on 429 only [/guides/rate-limits].</summary>
    public const string RetryAfter = "Retry-After";
}
