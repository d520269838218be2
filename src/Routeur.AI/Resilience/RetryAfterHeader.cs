using System.ClientModel.Primitives;
using System.Globalization;
using Routeur.AI.Routing;

namespace Routeur.AI.Resilience;

/// <summary>Reads <c>Retry-After</c>: the service sends seconds [/guides/rate-limits]; proxies in front of it may send a date.</summary>
internal static class RetryAfterHeader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The wait that the answer asks for, never negative, at most a day; null when it asks for none that can be read.</summary>
    public static TimeSpan? Read(PipelineResponse response, DateTimeOffset now)
    {
        if (!response.Headers.TryGetValue(RouteurHeaderNames.RetryAfter, out string? value) || string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double seconds) && double.IsFinite(seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
        }

        if (DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset date))
        {
            return date <= now ? TimeSpan.Zero : date - now < Longest ? date - now : Longest;
        }

        return null;
    }
}
