using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// Writes the <c>routeur</c> block. The sample has four fields [/guides/request-lifecycle]; the traces guide says that the whole record
/// comes inline [/guides/traces], and that is what goes out here, except <c>payload_url</c>: there is no archive.
/// </summary>
internal static class TraceBlock
{
    public static void Write(Utf8JsonWriter writer, GatewayCall call, GatewayRoute route, TokenUsage usage)
    {
        writer.WriteStartObject(TraceFields.Block);
        writer.WriteString(TraceFields.RequestId, call.RequestId);
        writer.WriteString(TraceFields.OrganizationId, call.Key!.OrganizationId);
        writer.WriteString(TraceFields.ApiKeyId, call.Key.Id);
        writer.WriteString(TraceFields.Provider, route.Provider);
        writer.WriteString(TraceFields.Model, route.Model);
        writer.WriteString(TraceFields.RequestedModel, route.RequestedModel);
        writer.WriteString(TraceFields.RouteReason, route.Reason);
        writer.WriteNumber(TraceFields.LatencyMs, (long)call.Elapsed.TotalMilliseconds);
        writer.WriteNumber(TraceFields.PromptTokens, usage.Prompt);
        writer.WriteNumber(TraceFields.CompletionTokens, usage.Completion);
        writer.WriteNumber(TraceFields.TotalTokens, usage.Total);
        writer.WriteNumber(TraceFields.CostUsd, route.Target.CostOf(usage.Prompt, usage.Completion));
        writer.WriteNumber(TraceFields.StatusCode, StatusCodes.Status200OK);
        writer.WriteNumber(TraceFields.Redactions, 0);
        writer.WriteEndObject();
    }
}
