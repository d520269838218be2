namespace Routeur.AI.Management;

/// <summary>Paths and JSON names of the management endpoints, once.</summary>
internal static class ManagementNames
{
    // Paths, relative to the endpoint's address
    public const string Models = "models";
    public const string Routes = "routes";
    public const string Traces = "traces";
    public const string ApiKeys = "api-keys";

    // Every object
    public const string Id = "id";
    public const string Name = "name";

    // OpenAI's list envelope
    public const string Data = "data";
    public const string HasMore = "has_more";
    public const string LastId = "last_id";
    public const string After = "after";

    // Model [/api-reference/models/object]
    public const string Provider = "provider";
    public const string Aliases = "aliases";
    public const string ContextWindow = "context_window";
    public const string Pricing = "pricing";
    public const string Prompt = "prompt";
    public const string Completion = "completion";
    public const string Configured = "configured";

    // Route [/api-reference/routes/object]
    public const string Priority = "priority";
    public const string Enabled = "enabled";
    public const string ActionKind = "action_kind";
    public const string Match = "match";
    public const string RequestedModel = "requested_model";
    public const string Action = "action";
    public const string Model = "model";
    public const string CreatedAt = "created_at";
    public const string UpdatedAt = "updated_at";

    // API key [/api-reference/api-keys/create]
    public const string Key = "key";

    // Payload archive [/guides/traces]
    public const string CallerRequest = "caller_request";
    public const string UpstreamRequest = "upstream_request";
    public const string UpstreamResponse = "upstream_response";
    public const string CallerResponse = "caller_response";
}
