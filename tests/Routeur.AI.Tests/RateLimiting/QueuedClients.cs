using Routeur.AI.RateLimiting;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.RateLimiting;

/// <summary>Clients that wait in queues of their own, so that tests do not meet each other there.</summary>
internal sealed class QueuedClients
{
    private static readonly Uri Endpoint = new("http://127.0.0.1:9/v1");

    private readonly RateGates _gates = new();

    public RouteurClient Create(StubHandler handler, TimeProvider time, Action<RouteurOptions>? options = null) => new(
        TestClients.Settings(o =>
        {
            o.RespectRateLimits = true;
            options?.Invoke(o);
        }),
        TestClients.Transport(handler),
        loggerFactory: null,
        httpClient: null,
        time,
        gates: _gates);

    /// <summary>The gate that they wait at.</summary>
    public RateGate Gate(TimeProvider time, Uri? endpoint = null) => _gates.Get(endpoint ?? Endpoint, TestClients.Key, time);

    /// <summary>Completes when that many calls wait.</summary>
    public async Task Waiting(TimeProvider time, int calls = 1, Uri? endpoint = null)
    {
        RateGate gate = Gate(time, endpoint);
        while (gate.Waiting != calls)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
