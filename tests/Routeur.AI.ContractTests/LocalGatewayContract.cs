using Routeur.AI.LocalGateway;

namespace Routeur.AI.ContractTests;

/// <summary>The contract, held by the local gateway.</summary>
public sealed class LocalGatewayContract : RouteurContract
{
    private RouteurLocalGateway? _gateway;

    protected override bool StoresPayloads => true;

    protected override async Task<(Uri Endpoint, string ApiKey)> OpenAsync()
    {
        _gateway = await RouteurLocalGateway.StartAsync(new() { StorePayloads = true });
        return (_gateway.Endpoint, _gateway.ApiKey);
    }

    protected override ValueTask CloseAsync() => _gateway?.DisposeAsync() ?? default;

    protected override void Mutates()
    {
    }

    protected override ValueTask ChangesTakeEffectAsync() => default;
}
