namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The error envelope's values [/guides/errors].</summary>
internal static class ServiceErrors
{
    public const string Type = "routeur_error";

    public const string InvalidRequest = "invalid_request";
    public const string Unauthorized = "unauthorized";
    public const string RateLimited = "rate_limited";
    public const string UpstreamError = "upstream_error";

    // [/guides/authentication]; and [/api-reference/api-keys/revoke], which says something else of a revoked key
    public const string Forbidden = "forbidden";
    public const string InvalidApiKey = "invalid_api_key";

    // [/guides/dlp], [/guides/output-moderation]: code, and what the message begins with before the rule's name
    public const string BlockedByDlp = "blocked_by_dlp";
    public const string DlpPrefix = "dlp:";
    public const string BlockedByModeration = "blocked_by_moderation";
    public const string ModerationPrefix = "moderation:";

    // [/api-reference/models/retrieve], [/api-reference/traces/retrieve]
    public const string NotFound = "not_found";

    // Not documented: the service says nothing about 500. This is the gateway's own bug.
    public const string InternalError = "internal_error";

    // Of the local gateway only: a test's script does not cover the request, or failed.
    public const string UnscriptedRequest = "unscripted_request";
    public const string BrokenScript = "broken_script";

    // Under 502 [/guides/errors]; whether it is a code or a message is not said: ours is a message.
    public const string ProviderUnconfigured = "provider_unconfigured";

    // [/guides/rate-limits]; the message of the token cap is not shown there and is built alike.
    public const string RequestsExceeded = "requests per minute exceeded";
    public const string TokensExceeded = "tokens per minute exceeded";
}
