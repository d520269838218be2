using Routeur.AI.LocalGateway;

namespace Routeur.AI.ContractTests.Support;

/// <summary>
/// A local gateway with policies, keys and caps of the test's own: an account that nobody can prepare over the API, so that the live
/// service cannot be asked. Its simulated model echoes what reached it.
/// </summary>
internal sealed class PreparedGateway : IAsyncDisposable
{
    private PreparedGateway(RouteurLocalGateway gateway)
    {
        Gateway = gateway;
        Wire = new WireCaller(gateway.Endpoint, gateway.ApiKey);
        Client = new RouteurClient(new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey });
    }

    public RouteurLocalGateway Gateway { get; }

    public WireCaller Wire { get; }

    public RouteurClient Client { get; }

    public static async Task<PreparedGateway> StartAsync(RouteurLocalGatewayOptions options) => new(await RouteurLocalGateway.StartAsync(options));

    public Task<Reply> SayAsync(string text) => Wire.ChatAsync(WireCaller.Say(text), WireCaller.Traced);

    /// <summary>The id of the last chat request, whatever became of it: errors carry none.</summary>
    public string LastRequestId => Gateway.Requests.Last(r => r.Method == "POST").RequestId;

    public Task<RouteurTrace> LastTraceAsync() => Client.Traces.GetAsync(LastRequestId, WireCaller.Cancel);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Wire.Dispose();
        await Gateway.DisposeAsync();
    }
}
