using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Routeur.AI.LocalGateway.Recording;

/// <summary>A copy of a request's headers without its credentials: records end up in test output.</summary>
internal static class RecordedHeaders
{
    public const string Redacted = "[redacted]";

    public static IReadOnlyDictionary<string, string> Copy(IHeaderDictionary headers)
    {
        var copy = new Dictionary<string, string>(headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            copy[header.Key] = IsCredential(header.Key) ? Redacted : header.Value.ToString();
        }

        return copy;
    }

    private static bool IsCredential(string name) =>
        name.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ProxyAuthorization, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase);
}
