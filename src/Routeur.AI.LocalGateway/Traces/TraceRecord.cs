using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Policies;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Traces;

/// <summary>
/// The record of one chat request [/api-reference/traces/object]. The request that it is about fills it in; from then on it does not change.
/// </summary>
internal sealed class TraceRecord(string requestId, string organizationId, string apiKeyId)
{
    public string RequestId => requestId;

    public string OrganizationId => organizationId;

    public string ApiKeyId => apiKeyId;

    /// <summary>What the caller wrote into <c>model</c>; null when that could not be read.</summary>
    public string? RequestedModel { get; set; }

    /// <summary>Where it went; null when it was refused before that.</summary>
    public GatewayRoute? Route { get; set; }

    public TokenUsage Usage { get; set; }

    public int Redactions { get; set; }

    public List<PolicyMatch> Matches { get; } = [];

    public int StatusCode { get; set; }

    public long LatencyMs { get; set; }

    /// <summary>What came and went; null when payload storage is off or the archive had to make room.</summary>
    public PayloadArchive? Archive { get; set; }

    public decimal Cost => Route?.Target.CostOf(Usage.Prompt, Usage.Completion) ?? 0;

    /// <summary>The highest severity of the rules that warn [/guides/dlp], or null.</summary>
    public string? Severity => Matches
        .Where(m => m.Rule.Effect == PolicyEffect.Warn)
        .Select(m => m.Rule.Severity)
        .MaxBy(s => Array.IndexOf(PolicyNames.Severities, s));
}
