namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>The whole of a configuration file. What it does not name keeps its default.</summary>
internal static class OptionsSection
{
    public static RouteurLocalGatewayOptions Read(ConfigObject members)
    {
        var options = new RouteurLocalGatewayOptions();
        options.Port = members.Find("port")?.Integer() ?? options.Port;
        options.ApiKey = members.Find("api_key")?.Text() ?? options.ApiKey;
        options.Models = members.Find("models")?.List(ModelSection.Read) ?? options.Models;
        options.Rules = members.Find("rules")?.List(RuleSection.Read) ?? options.Rules;
        options.DlpRules = members.Find("dlp_rules")?.List(DlpSection.Read) ?? options.DlpRules;
        options.DlpMatchTimeout = members.Find("dlp_match_timeout_ms")?.Milliseconds() ?? options.DlpMatchTimeout;
        options.ModerationRules = members.Find("moderation_rules")?.List(ModerationSection.Read) ?? options.ModerationRules;
        options.Keys = members.Find("keys")?.List(KeySection.Read) ?? options.Keys;
        options.Organizations = members.Find("organizations")?.List(KeySection.ReadOrganization) ?? options.Organizations;
        options.RevokedKeyAnswer = members.Find("revoked_key_answer")?.Choice(
            ("forbidden", GatewayRevokedKeyAnswer.Forbidden), ("invalid_api_key", GatewayRevokedKeyAnswer.InvalidApiKey)) ?? options.RevokedKeyAnswer;
        options.MaxTraces = members.Find("max_traces")?.Integer() ?? options.MaxTraces;
        options.StorePayloads = members.Find("store_payloads")?.Flag() ?? options.StorePayloads;
        options.MaxPayloadLayerBytes = members.Find("max_payload_layer_bytes")?.Integer() ?? options.MaxPayloadLayerBytes;
        options.MaxPayloadBytes = members.Find("max_payload_bytes")?.Whole() ?? options.MaxPayloadBytes;
        options.PayloadUrlLifetime = members.Find("payload_url_lifetime_ms")?.Milliseconds() ?? options.PayloadUrlLifetime;
        options.Dialect = members.Find("dialect") is { } dialect ? ModelSection.Dialect(dialect) : options.Dialect;
        options.ChunkDelay = members.Find("chunk_delay_ms")?.Milliseconds() ?? options.ChunkDelay;
        options.Strict = members.Find("strict")?.Flag() ?? options.Strict;
        options.Script = members.Find("script")?.List(ScriptSection.Read) ?? options.Script;
        options.MaxRequestBodyBytes = members.Find("max_request_body_bytes")?.Integer() ?? options.MaxRequestBodyBytes;
        options.MaxRecordedRequests = members.Find("max_recorded_requests")?.Integer() ?? options.MaxRecordedRequests;
        options.MaxRecordedBytes = members.Find("max_recorded_bytes")?.Whole() ?? options.MaxRecordedBytes;
        options.ShutdownTimeout = members.Find("shutdown_timeout_ms")?.Milliseconds() ?? options.ShutdownTimeout;
        members.Find("limits")?.Object(limits => LimitsSection.Read(limits, options));
        return options;
    }
}
