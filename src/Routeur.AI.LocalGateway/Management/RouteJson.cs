using System.Text.Json;
using Routeur.AI.LocalGateway.Routing;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>Writes the Route object [/api-reference/routes/object]. An <c>auto</c> rule's <c>action</c> is empty: what it holds is not documented.</summary>
internal static class RouteJson
{
    public static void Write(Utf8JsonWriter writer, RouteRecord route)
    {
        GatewayRule rule = route.Rule;
        bool pins = rule.ActionKind == GatewayRuleAction.Pin;
        writer.WriteStartObject();
        writer.WriteString(RouteFields.Id, route.Id);
        writer.WriteString(RouteFields.Name, rule.Name);
        writer.WriteNumber(RouteFields.Priority, rule.Priority);
        writer.WriteBoolean(RouteFields.Enabled, rule.Enabled);
        writer.WriteString(RouteFields.ActionKind, pins ? RouteFields.Pin : RouteFields.Auto);
        writer.WriteStartObject(RouteFields.Match);
        writer.WriteString(RouteFields.RequestedModel, rule.RequestedModel);
        writer.WriteEndObject();
        writer.WriteStartObject(RouteFields.Action);
        if (pins)
        {
            writer.WriteString(RouteFields.Provider, rule.Provider);
            writer.WriteString(RouteFields.Model, rule.Model);
        }

        writer.WriteEndObject();
        TimestampJson.Write(writer, RouteFields.CreatedAt, route.CreatedAt);
        TimestampJson.Write(writer, RouteFields.UpdatedAt, route.UpdatedAt);
        writer.WriteEndObject();
    }
}
