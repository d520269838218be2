using System.Collections.Concurrent;
using System.Globalization;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Limits;

/// <summary>
/// Requests and tokens per minute and key [/guides/rate-limits]. Not documented, our choice: every request with a valid key counts
/// unless the limit itself refuses it; a token cap that is crossed in the middle of an answer refuses the next request, not this one.
/// </summary>
internal sealed class RateLimiter(int requestsPerMinute, int tokensPerMinute, GatewayRateWindow kind, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RateWindow> _windows = new();

    /// <summary>Counts the request, or throws the 429.</summary>
    public void Admit(GatewayCall call)
    {
        var (usage, refusal, wait) = Window(call).Enter(call.Key!.RequestsPerMinute, call.Key.TokensPerMinute);
        Report(call, usage);
        if (refusal is { } cap)
        {
            throw GatewayException.RateLimited(cap == RateCap.Requests ? ServiceErrors.RequestsExceeded : ServiceErrors.TokensExceeded, wait);
        }
    }

    public void Spend(GatewayCall call, int tokens) => Report(call, Window(call).Spend(tokens));

    /// <summary>Both counts are on every response: on one that no valid key stands behind, the whole caps.</summary>
    public void Report(GatewayCall call) => Report(call, default);

    private RateWindow Window(GatewayCall call) => _windows.GetOrAdd(call.Key!.Id, _ => NewWindow());

    private RateWindow NewWindow() =>
        kind == GatewayRateWindow.Sliding ? new SlidingWindow(time) : new FixedWindow(time);

    private void Report(GatewayCall call, RateUsage usage)
    {
        // While a stream runs its headers are gone already.
        if (!call.Response.HasStarted)
        {
            call.Response.Headers[ServiceHeaders.RequestsRemaining] = Left(call.Key?.RequestsPerMinute ?? requestsPerMinute, usage.Requests);
            call.Response.Headers[ServiceHeaders.TokensRemaining] = Left(call.Key?.TokensPerMinute ?? tokensPerMinute, usage.Tokens);
        }
    }

    private static string Left(int cap, long used) => Math.Max(0, cap - used).ToString(CultureInfo.InvariantCulture);
}
