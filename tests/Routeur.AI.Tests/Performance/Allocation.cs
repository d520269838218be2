namespace Routeur.AI.Tests.Performance;

/// <summary>Measures what a call allocates on this thread. It counts bytes, not time, so other threads and slow machines make no difference.</summary>
internal static class Allocation
{
    private const int WarmUps = 40;
    private const int Repetitions = 15;

    /// <summary>The bytes of one call when everything is warm: the least of several, since the runtime itself allocates now and then.</summary>
    /// <exception cref="InvalidOperationException">The call did not complete at once, so part of it ran where it is not counted.</exception>
    public static long Of(Func<Task> call)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            Complete(call());
        }

        long least = long.MaxValue;
        for (int i = 0; i < Repetitions; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Complete(call());
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Complete(Task call)
    {
        if (!call.IsCompleted)
        {
            throw new InvalidOperationException("The call left its thread; its bytes cannot be counted.");
        }

        call.GetAwaiter().GetResult();
    }
}
