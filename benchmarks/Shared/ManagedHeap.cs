namespace Routeur.AI.Processes;

/// <summary>What is alive in this process.</summary>
internal static class ManagedHeap
{
    /// <summary>
    /// The bytes that survive a full, compacting collection. Two of them: what the first one finds dead may have a finalizer, and whatever that
    /// held is free only for the second.
    /// </summary>
    public static long BytesAfterCollection()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
