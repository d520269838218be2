using System.Diagnostics.Metrics;

namespace Routeur.AI.RateLimiting;

/// <summary>What the queues tell: the meter <c>Routeur.AI</c>. Nothing of it names a key.</summary>
internal static class RateMeter
{
    private static readonly Meter Meter = new("Routeur.AI");

    /// <summary>Calls that wait for room under a key's limits.</summary>
    public static UpDownCounter<long> Queue { get; } = Meter.CreateUpDownCounter<long>("routeur.queue.length", "{call}", "Calls that wait for room under the key's limits.");

    /// <summary>How long those calls waited.</summary>
    public static Histogram<double> Wait { get; } = Meter.CreateHistogram<double>("routeur.queue.wait", "s", "How long calls waited for room under the key's limits.");

    /// <summary>Answers with 429.</summary>
    public static Counter<long> Refused { get; } = Meter.CreateCounter<long>("routeur.rate_limited", "{response}", "Requests that a limit refused (429).");

    public static KeyValuePair<string, object?> Host(string host) => new("server.address", host);
}
