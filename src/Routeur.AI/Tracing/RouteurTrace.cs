using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>
/// Where a call went, why, and what it cost: the service's <c>routeur</c> block or trace record [/guides/traces]. Every property is null
/// when the service did not say; nothing is guessed. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Get it from an answer with <see cref="RouteurResponseExtensions.GetRouteurTrace(Microsoft.Extensions.AI.ChatResponse)"/>. Do not compare
/// <see cref="Model"/> with the answer's <c>ModelId</c>: that one may be the provider's dated snapshot name.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RouteurTrace
{
    /// <summary>The field of a trace block that this library writes itself.</summary>
    internal const string FailedTargetsName = "client_failed_targets";

    private RouteurTrace(TraceFields fields)
    {
        RequestId = fields.Text("request_id");
        OrganizationId = fields.Text("organization_id");
        ApiKeyId = fields.Text("api_key_id");
        Provider = fields.Text("provider");
        Model = fields.Text("model");
        RequestedModel = fields.Text("requested_model");
        RouteReason = fields.Text("route_reason");
        Latency = fields.Number("latency_ms") is >= 0 and <= 922_337_203_685_477 and { } ms ? TimeSpan.FromTicks((long)(ms * TimeSpan.TicksPerMillisecond)) : null;
        PromptTokens = fields.Integer("prompt_tokens");
        CompletionTokens = fields.Integer("completion_tokens");
        TotalTokens = fields.Integer("total_tokens");
        CostUsd = fields.Number("cost_usd");
        StatusCode = (int?)fields.Integer("status_code", int.MaxValue);
        Redactions = (int?)fields.Integer("redactions", int.MaxValue);
        PayloadUrl = fields.Address("payload_url");
        FailedTargets = fields.Items(FailedTargetsName)?.Select(FailedTargetJson.Read).ToArray() ?? [];
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(fields.Rest());
    }

    /// <summary>The id shared by the answer, the trace record and the payload archive.</summary>
    public string? RequestId { get; }

    /// <summary>The organisation that owns the key.</summary>
    public string? OrganizationId { get; }

    /// <summary>The id (not the secret) of the key that was used.</summary>
    public string? ApiKeyId { get; }

    /// <summary>The provider that was called, for example <c>openai</c>. The set is open.</summary>
    public string? Provider { get; }

    /// <summary>The upstream model that routing chose.</summary>
    public string? Model { get; }

    /// <summary>The alias or model that the caller sent.</summary>
    public string? RequestedModel { get; }

    /// <summary>Why: <c>default</c>, or <c>rule:</c> and the rule's name. What it says for forced targets is not documented.</summary>
    public string? RouteReason { get; }

    /// <summary>The time from end to end as the service measured it (<c>latency_ms</c>).</summary>
    public TimeSpan? Latency { get; }

    /// <summary>Prompt tokens, as the provider counted them.</summary>
    public long? PromptTokens { get; }

    /// <summary>Completion tokens, as the provider counted them.</summary>
    public long? CompletionTokens { get; }

    /// <summary>All tokens, as the provider counted them.</summary>
    public long? TotalTokens { get; }

    /// <summary>The estimated cost in US dollars, exactly as the service wrote it. Null when it did not; never computed here.</summary>
    public decimal? CostUsd { get; }

    /// <summary>The HTTP status that the caller saw.</summary>
    public int? StatusCode { get; }

    /// <summary>How many pieces of the prompt DLP replaced before the provider saw it [/guides/dlp].</summary>
    public int? Redactions { get; }

    /// <summary>
    /// A short-lived signed address of the payload archive. Treat it as a secret: the archive holds the prompt as it was before any
    /// redaction. <see cref="ToString"/> never shows it.
    /// </summary>
    public Uri? PayloadUrl { get; }

    /// <summary>
    /// The targets that failed before this one answered, in order; empty unless the call moved on to a fallback (<see cref="RouteurDecision.Fallbacks"/>).
    /// The connector's own field, not the service's; it is there also when the service sent no trace.
    /// </summary>
    public IReadOnlyList<RouteurFailedTarget> FailedTargets { get; }

    /// <summary>Fields that this version does not know, and known ones whose value could not be understood, under their wire names.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>One line for people: target, reason, tokens, cost. Never the payload address.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Provider ?? "?").Append('/').Append(Model ?? "?");
        if (RouteReason is not null)
        {
            text.Append(" (").Append(RouteReason).Append(')');
        }

        if (TotalTokens is { } tokens)
        {
            text.Append(CultureInfo.InvariantCulture, $", {tokens} tokens");
        }

        if (CostUsd is { } cost)
        {
            text.Append(CultureInfo.InvariantCulture, $", {cost} USD");
        }

        if (Latency is { } latency)
        {
            text.Append(CultureInfo.InvariantCulture, $", {latency.TotalMilliseconds} ms");
        }

        return RequestId is null ? text.ToString() : text.Append(", ").Append(RequestId).ToString();
    }

    /// <summary>Reads a record; null when it has nothing that a trace has, so that it is another object.</summary>
    internal static RouteurTrace? FromRecord(TraceFields fields)
    {
        var trace = new RouteurTrace(fields);
        return trace is { RequestId: null, Provider: null, Model: null, RequestedModel: null, StatusCode: null } ? null : trace;
    }

    /// <summary>Reads a block or record; null when it is no JSON object.</summary>
    internal static RouteurTrace? FromJson(JsonElement block) =>
        block.ValueKind == JsonValueKind.Object ? new RouteurTrace(new TraceFields(block)) : null;
}
