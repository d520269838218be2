namespace Routeur.AI.ContractTests;

/// <summary>
/// The contract, held by routeur.ai. Runs with <c>ROUTEUR_CONTRACT_KEY</c> only, and creates or revokes something only with
/// <c>ROUTEUR_CONTRACT_MUTATE=1</c> as well. <c>ROUTEUR_KEY</c> is the app's own and is not looked at.
/// The service documents no way to delete a rule. Should ours (<c>DELETE /v1/routes/{id}</c>) not be there, the tests that make rules fail and
/// leave them behind: they are named <c>contract-…</c>, match names of that form only, and go away in the dashboard.
/// </summary>
public sealed class LiveServiceContract : RouteurContract
{
    protected override bool StoresPayloads => false;

    protected override Task<(Uri Endpoint, string ApiKey)> OpenAsync()
    {
        string? key = Environment.GetEnvironmentVariable("ROUTEUR_CONTRACT_KEY");
        Assert.SkipWhen(string.IsNullOrWhiteSpace(key), "ROUTEUR_CONTRACT_KEY is not set: the live service is not called.");
        return Task.FromResult((new Uri("https://api.routeur.ai/v1"), key!));
    }

    protected override void Mutates() =>
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("ROUTEUR_CONTRACT_MUTATE") == "1",
            "ROUTEUR_CONTRACT_MUTATE is not 1: nothing is created or revoked in the live account.");

    protected override async ValueTask ChangesTakeEffectAsync()
    {
        // "A few seconds", and nothing to poll for that would hold for a rule that must not match.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        await timer.WaitForNextTickAsync();
    }
}
