using System.Security.Cryptography;
using System.Text;

namespace Routeur.AI.RateLimiting;

/// <summary>
/// The gates of this process, one for each key and endpoint. A gate lives as long as a client that has used it, and keeps itself for the minute that it counts.
/// Thread-safe.
/// </summary>
internal sealed class RateGates
{
    private readonly Dictionary<(string Endpoint, string KeyHash, TimeProvider Clock), WeakReference<RateGate>> _gates = [];

    /// <summary>Those that all clients share.</summary>
    public static RateGates Shared { get; } = new();

    public RateGate Get(Uri endpoint, string apiKey, TimeProvider timeProvider)
    {
        // The key itself is not kept.
        var id = (endpoint.AbsoluteUri, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(apiKey))), timeProvider);
        lock (_gates)
        {
            if (_gates.TryGetValue(id, out WeakReference<RateGate>? known) && known.TryGetTarget(out RateGate? gate))
            {
                return gate;
            }

            foreach (var forgotten in _gates.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToArray())
            {
                _gates.Remove(forgotten);
            }

            gate = new RateGate(endpoint.Host, timeProvider);
            _gates[id] = new WeakReference<RateGate>(gate);
            return gate;
        }
    }
}
