using System.Globalization;
using System.Net;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>Answers of a service that tells of its limits.</summary>
internal static class LimitedAnswers
{
    /// <summary>A limit has refused the request.</summary>
    /// <param name="retryAfter">The header's text.</param>
    /// <param name="limits">Whether the answer tells what is left.</param>
    public static HttpResponseMessage Refusal(string retryAfter, bool limits = true)
    {
        HttpResponseMessage response = StubHandler.Response(Answers.Error("rate_limited", "requests per minute exceeded"), status: HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return limits ? WithLimits(response, requests: 0, tokens: 1000) : response;
    }

    /// <summary>The same answer, telling what is left.</summary>
    public static HttpResponseMessage WithLimits(HttpResponseMessage response, int requests = 500, int tokens = 200_000)
    {
        response.Headers.TryAddWithoutValidation("X-Routeur-RateLimit-Requests-Remaining", requests.ToString(CultureInfo.InvariantCulture));
        response.Headers.TryAddWithoutValidation("X-Routeur-RateLimit-Tokens-Remaining", tokens.ToString(CultureInfo.InvariantCulture));
        return response;
    }
}
