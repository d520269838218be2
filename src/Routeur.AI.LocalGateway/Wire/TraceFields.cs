namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The <c>routeur</c> block [/guides/request-lifecycle] and the trace record that it carries [/api-reference/traces/object].</summary>
internal static class TraceFields
{
    public const string Block = "routeur";

    public const string RequestId = "request_id";
    public const string OrganizationId = "organization_id";
    public const string ApiKeyId = "api_key_id";
    public const string Provider = "provider";
    public const string Model = "model";
    public const string RequestedModel = "requested_model";
    public const string RouteReason = "route_reason";
    public const string LatencyMs = "latency_ms";
    public const string PromptTokens = "prompt_tokens";
    public const string CompletionTokens = "completion_tokens";
    public const string TotalTokens = "total_tokens";
    public const string CostUsd = "cost_usd";
    public const string StatusCode = "status_code";
    public const string Redactions = "redactions";
    public const string PayloadUrl = "payload_url";

    // The guides say that matches are recorded and that `warn` raises the severity; no page names a field for it.
    public const string Severity = "severity";
    public const string Matches = "matches";
    public const string Policy = "policy";
    public const string Dlp = "dlp";
    public const string Moderation = "moderation";
    public const string Rule = "rule";
    public const string Action = "action";
    public const string Count = "count";
    public const string TimedOut = "timed_out";
}
