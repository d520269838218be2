using Routeur.AI.LocalGateway;

namespace Routeur.AI.Processes;

/// <summary>Counts the chat requests that a gateway works on. Safe for use by several threads.</summary>
internal sealed class RequestsUnderWay
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a request until the gateway's work on it has ended.</summary>
    public void Follow(RecordedRequest request)
    {
        Interlocked.Increment(ref _count);
        request.Outcome.ContinueWith(
            _ => Interlocked.Decrement(ref _count), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
