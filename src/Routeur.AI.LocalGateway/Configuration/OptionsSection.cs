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
