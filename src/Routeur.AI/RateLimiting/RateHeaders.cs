using System.ClientModel.Primitives;
using System.Globalization;
using Routeur.AI.Routing;

namespace Routeur.AI.RateLimiting;

/// <summary>What an answer's headers say about the key's caps [/guides/rate-limits]. Null: they do not say.</summary>
internal readonly record struct RateHeaders(long? Requests, long? Tokens)
{
    public static RateHeaders Read(PipelineResponse response)
    {
        // Each look at the property makes a new collection.
        PipelineResponseHeaders headers = response.Headers;
        return new RateHeaders(Number(headers, RouteurHeaderNames.RequestsRemaining), Number(headers, RouteurHeaderNames.TokensRemaining));
    }

    private static long? Number(PipelineResponseHeaders headers, string name) =>
        headers.TryGetValue(name, out string? text) &&
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long number) && number >= 0
            ? number
            : null;
}
