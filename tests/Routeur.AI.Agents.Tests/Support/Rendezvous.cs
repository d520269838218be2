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
            _allAreHere.TrySetResult();
        }

        return _allAreHere.Task;
    }

    /// <summary>Someone will not come: nobody waits any longer.</summary>
    public void GiveUp(Exception reason) => _allAreHere.TrySetException(reason);
}
