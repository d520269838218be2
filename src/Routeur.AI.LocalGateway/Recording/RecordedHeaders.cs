using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Routeur.AI.LocalGateway.Recording;

/// <summary>A copy of a request's headers without its credentials: records end up in test output.</summary>
internal static class RecordedHeaders
{
    public const string Redacted = "[redacted]";

    // The gateway reads the first only. The others are what clients of other services send, with real keys, when they are pointed here.
    private static readonly FrozenSet<string> Credentials = new[]
    {
        HeaderNames.Authorization, HeaderNames.ProxyAuthorization, HeaderNames.Cookie, "api-key", "X-Api-Key", "X-Goog-Api-Key",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyDictionary<string, string> Copy(IHeaderDictionary headers)
    {
        var copy = new Dictionary<string, string>(headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            copy[header.Key] = Credentials.Contains(header.Key) ? Redacted : header.Value.ToString();
        }

        return copy;
    }
}
