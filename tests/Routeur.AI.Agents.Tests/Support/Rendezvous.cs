namespace Routeur.AI.Agents.Tests.Support;

/// <summary>A place where nobody goes on before all have come: what passes it has really run at the same time.</summary>
internal sealed class Rendezvous(int participants)
{
    private readonly TaskCompletionSource _allAreHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public Task ArriveAsync()
    {
        if (Interlocked.Increment(ref _arrived) == participants)
        {
            _allAreHere.SetResult();
        }

        return _allAreHere.Task;
    }
}
