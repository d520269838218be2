using Microsoft.AspNetCore.Http;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>Finds the endpoint for a request.</summary>
internal sealed class EndpointTable(IReadOnlyList<GatewayEndpoint> endpoints)
{
    /// <summary>What a path may end in: the rest of the request's path, slashes included, since model ids may hold some.</summary>
    public const string Parameter = "{id}";

    public EndpointMatch Find(HttpRequest request)
    {
        string path = request.Path.Value ?? "";
        GatewayEndpoint[] atPath = [.. endpoints.Where(e => Fits(e.Path, path))];
        if (atPath.Length == 0)
        {
            return new(null, "", GatewayException.NotFound($"there is no {request.Method} {path}; the base URL ends in /v1"));
        }

        return Array.Find(atPath, e => e.Method == request.Method) is { } endpoint
            ? new(endpoint, ParameterOf(endpoint.Path, path), null)
            : new(null, "", GatewayException.MethodNotAllowed(request.Method, path, string.Join(", ", atPath.Select(e => e.Method))));
    }

    private static bool Fits(string pattern, string path) => pattern.EndsWith(Parameter, StringComparison.Ordinal)
        ? path.Length > pattern.Length - Parameter.Length && path.AsSpan().StartsWith(pattern.AsSpan()[..^Parameter.Length], StringComparison.Ordinal)
        : path == pattern;

    // The server has decoded everything in the path but this.
    private static string ParameterOf(string pattern, string path) => pattern.EndsWith(Parameter, StringComparison.Ordinal)
        ? path[(pattern.Length - Parameter.Length)..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        : "";
}
