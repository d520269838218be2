using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Routing;

namespace Routeur.AI.LocalGateway.Management;

/// <summary><c>GET /v1/models/{id}</c> [/api-reference/models/retrieve], and the list of all, which is our reading.</summary>
internal sealed class ModelEndpoints(RouteResolver resolver)
{
    private const string Path = "/v1/models";

    public IEnumerable<GatewayEndpoint> All =>
    [
        new("GET", Path, ListAsync),
        new("GET", $"{Path}/{EndpointTable.Parameter}", RetrieveAsync),
    ];

    private Task ListAsync(GatewayCall call) => JsonAnswer.WriteAsync(
        call.Response, resolver.Models, static (writer, models) => ListJson.Write(writer, models, ModelJson.Write), call.Aborted);

    private Task RetrieveAsync(GatewayCall call)
    {
        GatewayModel model = resolver.Describe(call.Parameter) ?? throw GatewayException.NotFound($"unknown model: {call.Parameter}");
        return JsonAnswer.WriteAsync(call.Response, model, ModelJson.Write, call.Aborted);
    }
}
