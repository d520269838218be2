using System.ClientModel.Primitives;
using System.Globalization;
using Routeur.AI.Routing;
using Routeur.AI.Wire;

namespace Routeur.AI.Tracing;

/// <summary>Carries the rate-limit headers [/guides/rate-limits] over to an answer's properties.</summary>
internal static class RateLimitHeaders
{
    public static void CopyTo(KeptProperties properties, PipelineResponse response)
    {
        // Each look at the property makes a new collection.
        PipelineResponseHeaders headers = response.Headers;
        Copy(properties, headers, RouteurHeaderNames.RequestsRemaining, RouteurPropertyNames.RequestsRemaining);
        Copy(properties, headers, RouteurHeaderNames.TokensRemaining, RouteurPropertyNames.TokensRemaining);
    }

    private static void Copy(KeptProperties properties, PipelineResponseHeaders headers, string header, string property)
    {
        if (headers.TryGetValue(header, out string? text) &&
            long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long remaining))
        {
            properties.Set(property, remaining);
        }
    }
}
