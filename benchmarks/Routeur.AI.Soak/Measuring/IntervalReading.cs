using Routeur.AI.Processes;

namespace Routeur.AI.Soak.Measuring;

/// <summary>What was read after an interval, when no call was under way.</summary>
/// <param name="Number">The interval, from 1.</param>
/// <param name="Calls">The calls that ended in it.</param>
/// <param name="Length">How long it took until the last of them had ended.</param>
/// <param name="Connections">The open connections of this process, before the collection.</param>
/// <param name="HeapBytes">The managed heap of this process after a full collection.</param>
/// <param name="WorkingSetBytes">The memory of this process.</param>
/// <param name="Gateway">The gateway's process.</param>
internal sealed record IntervalReading(
    int Number, long Calls, TimeSpan Length, int Connections, long HeapBytes, long WorkingSetBytes, ServerReading Gateway);
