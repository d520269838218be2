using System.Text.Json;
using Routeur.AI.LocalGateway.Policies;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Traces;

/// <summary>
/// Writes the trace record [/api-reference/traces/object], for the traces endpoint and for the <c>routeur</c> block alike: the traces guide
/// says that it is the record that comes inline [/guides/traces].
/// </summary>
internal static class TraceJson
{
    /// <param name="writer">Where to.</param>
    /// <param name="trace">The record. What it does not know is null, so that every record has the same documented members.</param>
    /// <param name="payloadUrl">A fresh URL of the archive, or null: then there is no such member.</param>
    public static void Write(Utf8JsonWriter writer, TraceRecord trace, string? payloadUrl)
    {
        writer.WriteStartObject();
        writer.WriteString(TraceFields.RequestId, trace.RequestId);
        writer.WriteString(TraceFields.OrganizationId, trace.OrganizationId);
        writer.WriteString(TraceFields.ApiKeyId, trace.ApiKeyId);
        writer.WriteString(TraceFields.Provider, trace.Route?.Provider);
        writer.WriteString(TraceFields.Model, trace.Route?.Model);
        writer.WriteString(TraceFields.RequestedModel, trace.RequestedModel);
        writer.WriteString(TraceFields.RouteReason, trace.Route?.Reason);
        writer.WriteNumber(TraceFields.LatencyMs, trace.LatencyMs);
        writer.WriteNumber(TraceFields.PromptTokens, trace.Usage.Prompt);
        writer.WriteNumber(TraceFields.CompletionTokens, trace.Usage.Completion);
        writer.WriteNumber(TraceFields.TotalTokens, trace.Usage.Total);
        writer.WriteNumber(TraceFields.CostUsd, trace.Cost);
        writer.WriteNumber(TraceFields.StatusCode, trace.StatusCode);
        writer.WriteNumber(TraceFields.Redactions, trace.Redactions);
        if (payloadUrl is not null)
        {
            writer.WriteString(TraceFields.PayloadUrl, payloadUrl);
        }

        WriteMatches(writer, trace);
        writer.WriteEndObject();
    }

    // The guides say that matches are on the trace, the trace page has no fields for them: ours are there only when there is a match.
    private static void WriteMatches(Utf8JsonWriter writer, TraceRecord trace)
    {
        if (trace.Severity is { } severity)
        {
            writer.WriteString(TraceFields.Severity, severity);
        }

        if (trace.Matches.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(TraceFields.Matches);
        foreach (PolicyMatch match in trace.Matches)
        {
            writer.WriteStartObject();
            writer.WriteString(TraceFields.Policy, match.Rule.Policy);
            writer.WriteString(TraceFields.Rule, match.Rule.Name);
            writer.WriteString(TraceFields.Action, match.Rule.Action);
            writer.WriteString(TraceFields.Severity, match.Rule.Severity);
            writer.WriteNumber(TraceFields.Count, match.Count);
            if (match.TimedOut)
            {
                writer.WriteBoolean(TraceFields.TimedOut, true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
