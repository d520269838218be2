using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Routing;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>
/// <c>POST /v1/routes</c> [/api-reference/routes/create]; to list, retrieve, change and delete rules is implied by the object's page, and
/// how it is done here is our reading.
/// </summary>
internal sealed class RouteEndpoints(RouteTables tables, RouteReader reader)
{
    private const string Path = "/v1/routes";
    private const string OnePath = $"{Path}/{EndpointTable.Parameter}";

    public IEnumerable<GatewayEndpoint> All =>
    [
        new("GET", Path, ListAsync),
        new("POST", Path, CreateAsync),
        new("GET", OnePath, RetrieveAsync),
        new("PATCH", OnePath, UpdateAsync),
        new("DELETE", OnePath, DeleteAsync),
    ];

    private Task ListAsync(GatewayCall call) => JsonAnswer.WriteAsync(
        call.Response, Table(call).All, static (writer, routes) => ListJson.Write(writer, routes, RouteJson.Write), call.Aborted);

    private Task CreateAsync(GatewayCall call)
    {
        using JsonDocument document = JsonBody.Parse(call.Body, out JsonBody body);
        RouteRecord route = Table(call).Add(reader.Read(body));

        // The status is not documented; this is the one that a new key has [/api-reference/api-keys/create].
        call.Response.StatusCode = StatusCodes.Status201Created;
        return WriteAsync(call, route);
    }

    private Task RetrieveAsync(GatewayCall call) => WriteAsync(call, Table(call).Find(call.Parameter) ?? throw Unknown(call));

    private Task UpdateAsync(GatewayCall call)
    {
        using JsonDocument document = JsonBody.Parse(call.Body, out JsonBody body);
        return WriteAsync(call, Table(call).Update(call.Parameter, before => reader.Read(body, before)) ?? throw Unknown(call));
    }

    private Task DeleteAsync(GatewayCall call)
    {
        if (!Table(call).Remove(call.Parameter))
        {
            throw Unknown(call);
        }

        call.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private RouteTable Table(GatewayCall call) => tables.Of(call.Key!.OrganizationId);

    private static Task WriteAsync(GatewayCall call, RouteRecord route) =>
        JsonAnswer.WriteAsync(call.Response, route, RouteJson.Write, call.Aborted);

    private static GatewayException Unknown(GatewayCall call) => GatewayException.NotFound($"unknown route: {call.Parameter}");
}
