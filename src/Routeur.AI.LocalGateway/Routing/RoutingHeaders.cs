using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Routing;

/// <summary>What the request's <c>Routeur-*</c> headers say.</summary>
internal sealed record RoutingHeaders(string? Provider, string? Model, bool Trace, bool DryRun)
{
    public static RoutingHeaders Read(IHeaderDictionary headers) => new(
        Value(headers, ServiceHeaders.Provider),
        Value(headers, ServiceHeaders.Model),
        Flag(headers, ServiceHeaders.Trace),
        Flag(headers, ServiceHeaders.DryRun));

    private static string? Value(IHeaderDictionary headers, string name)
    {
        string value = headers[name].ToString().Trim();
        return value.Length == 0 ? null : value;
    }

    // Documented are "true" and "false"; the reaction to anything else is not. A typing error should be seen.
    private static bool Flag(IHeaderDictionary headers, string name) => Value(headers, name) switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool flag) => flag,
        { } text => throw GatewayException.InvalidRequest($"{name} must be true or false, not '{text}'"),
    };
}
