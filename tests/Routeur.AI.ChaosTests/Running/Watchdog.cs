namespace Routeur.AI.ChaosTests.Running;

/// <summary>Ends a call that hangs, by its token. Far longer than a run needs on the slowest machine: it says nothing about speed.</summary>
internal static class Watchdog
{
    public const int Milliseconds = 300_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static CancellationTokenSource Start(CancellationToken test)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(test);
        source.CancelAfter(Patience);
        return source;
    }
}
