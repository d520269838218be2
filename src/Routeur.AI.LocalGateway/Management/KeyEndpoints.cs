using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Keys;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>
/// <c>POST /v1/api-keys</c> [/api-reference/api-keys/create] and <c>DELETE /v1/api-keys/{id}</c> [/api-reference/api-keys/revoke]; the list is
/// our reading. Which keys may manage keys is not documented: here each may, in its organisation.
/// </summary>
internal sealed class KeyEndpoints(KeyRing keys)
{
    private const string Path = "/v1/api-keys";

    public IEnumerable<GatewayEndpoint> All =>
    [
        new("GET", Path, ListAsync),
        new("POST", Path, CreateAsync),
        new("DELETE", $"{Path}/{EndpointTable.Parameter}", RevokeAsync),
    ];

    private Task ListAsync(GatewayCall call) => JsonAnswer.WriteAsync(
        call.Response,
        keys.Of(call.Key!.OrganizationId),
        static (writer, all) => ListJson.Write(writer, all, KeyJson.Write),
        call.Aborted);

    private Task CreateAsync(GatewayCall call)
    {
        using JsonDocument document = JsonBody.Parse(call.Body, out JsonBody body);
        string name = body.Required(body.Text(KeyFields.Name), KeyFields.Name);
        call.Response.StatusCode = StatusCodes.Status201Created;
        call.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return JsonAnswer.WriteAsync(
            call.Response,
            keys.Create(call.Key!.OrganizationId, name),
            static (writer, created) => KeyJson.Write(writer, created.Key, created.Secret),
            call.Aborted);
    }

    private Task RevokeAsync(GatewayCall call)
    {
        if (!keys.Revoke(call.Key!.OrganizationId, call.Parameter))
        {
            throw GatewayException.NotFound($"unknown API key: {call.Parameter}");
        }

        call.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
