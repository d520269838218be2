using Microsoft.Extensions.AI;
using Routeur.AI.ContractTests.Support;

namespace Routeur.AI.ContractTests;

/// <summary>
/// What routeur.ai documents and a caller can observe, as tests. Each cites the statements of docs/wire-format.md that it holds. A theme is a file.
/// Nothing here is true of one implementation only: what needs a prepared server is in <c>Policies</c>.
/// </summary>
public abstract partial class RouteurContract : IAsyncLifetime
{
    protected WireCaller Wire { get; private set; } = null!;

    protected RouteurClient Client { get; private set; } = null!;

    protected IChatClient Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (Uri endpoint, string apiKey) = await OpenAsync();
        Wire = new WireCaller(endpoint, apiKey);
        Client = new RouteurClient(new RouteurOptions { Endpoint = endpoint, ApiKey = apiKey });
        Chat = Client.AsIChatClient();
    }

    public async ValueTask DisposeAsync()
    {
        Wire?.Dispose();
        Client?.Dispose();
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether the payload archive is known to be on: then its tests may not be skipped.</summary>
    protected abstract bool StoresPayloads { get; }

    protected abstract Task<(Uri Endpoint, string ApiKey)> OpenAsync();

    protected virtual ValueTask CloseAsync() => default;

    /// <summary>Called before anything is created or revoked: skips the test where that was not allowed.</summary>
    protected abstract void Mutates();

    /// <summary>Rules and revocations take effect "within a few seconds" [/api-reference/routes/create], [/guides/authentication].</summary>
    protected abstract ValueTask ChangesTakeEffectAsync();

    /// <summary>A name that no earlier run has left behind.</summary>
    protected static string Fresh() => "contract-" + Guid.NewGuid().ToString("N");

    protected WireCaller With(string apiKey) => new(Wire.Endpoint, apiKey);

    /// <summary>Creates rules, lets <paramref name="test"/> look at them, and deletes them.</summary>
    protected async Task WithRulesAsync(Func<IReadOnlyList<RouteurRoute>, Task> test, params RouteDefinition[] rules)
    {
        Mutates();
        var created = new List<RouteurRoute>();
        try
        {
            foreach (RouteDefinition rule in rules)
            {
                created.Add(await Client.Routes.CreateAsync(rule, WireCaller.Cancel));
            }

            await ChangesTakeEffectAsync();
            await test(created);
        }
        finally
        {
            foreach (RouteurRoute rule in created)
            {
                await Client.Routes.DeleteAsync(rule.Id, CancellationToken.None);
            }
        }
    }

    /// <summary>The trace of a call that asked for <paramref name="model"/>.</summary>
    protected async Task<RouteurTrace> TraceOfAsync(string model, string? provider = null, string? forced = null)
    {
        ChatOptions options = new ChatOptions { ModelId = model }.WithRouteur(provider, forced);
        ChatResponse response = await Chat.GetResponseAsync("Say hello.", options, WireCaller.Cancel);
        return Assert.IsType<RouteurTrace>(response.GetRouteurTrace());
    }
}
