namespace Routeur.AI.ChaosTests.Server;

/// <summary>What a run has to know of the server that it runs against.</summary>
internal interface IFaultServer : IAsyncDisposable
{
    int Port { get; }

    /// <summary>How many attempts arrived.</summary>
    int Attempts { get; }

    /// <summary>What went wrong in the server itself: a mistake in the test.</summary>
    IReadOnlyCollection<Exception> Failures { get; }

    /// <summary>The model that a call is to ask for; null for none.</summary>
    string? ModelFor(int call);

    /// <summary>The right answer to a call.</summary>
    string AnswerTo(int call, string prompt);

    /// <summary>Completes when the server has fallen silent towards this call.</summary>
    Task Stalled(int call);

    /// <summary>Says in the server's name that it has fallen silent: before there is a connection it cannot know.</summary>
    void NoteStall(int call);

    /// <summary>Says that this call is over, whatever became of it.</summary>
    void End(int call);

    /// <summary>Completes when every connection that was accepted is closed, on the client's side too.</summary>
    Task AllClosedAsync(CancellationToken cancellationToken);
}
