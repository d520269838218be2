namespace Routeur.AI.ChaosTests.Server;

/// <summary>What a run has to know of the server that it runs against.</summary>
internal interface IFaultServer : IAsyncDisposable
{
    int Port { get; }

    /// <summary>How many attempts arrived.</summary>
    int Attempts { get; }

    /// <summary>What went wrong in the server itself: a mistake in the test.</summary>
    IReadOnlyCollection<Exception> Failures { get; }

    /// <summary>Completes when the server has fallen silent towards this call.</summary>
    Task Stalled(int call);

    /// <summary>Says that this call is over, whatever became of it.</summary>
    void End(int call);

    /// <summary>Completes when every connection that was accepted is closed, on the client's side too.</summary>
    Task AllClosedAsync(CancellationToken cancellationToken);
}
