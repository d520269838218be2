namespace Routeur.AI.Processes;

/// <summary>What is alive in this process.</summary>
internal static class ManagedHeap
{
    /// <summary>
    /// The bytes that survive a full, compacting collection. Two of them: what the first one finds dead may have a finalizer, and whatever that
    /// held is free only for the second. What is free goes back to the operating system, so that the working set can be compared too.
    /// </summary>
    public static long BytesAfterCollection()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
