using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Recording;

/// <summary>The path and query of a request without what may be used in its place: the signature of a payload archive.</summary>
internal static class RecordedPath
{
    public static string Of(HttpRequest request) =>
        request.PathBase + request.Path +
        (request.Query.ContainsKey(PayloadFields.Signature) ? Redacted(request.QueryString.Value!) : request.QueryString.Value);

    private static string Redacted(string query) =>
        "?" + string.Join('&', query[1..].Split('&').Select(parameter => IsSignature(parameter) ? $"{PayloadFields.Signature}={RecordedHeaders.Redacted}" : parameter));

    // As the query's parser sees it: a name may be escaped, and its case does not matter.
    private static bool IsSignature(string parameter) =>
        Uri.UnescapeDataString(parameter.Split('=')[0]).Equals(PayloadFields.Signature, StringComparison.OrdinalIgnoreCase);
}
