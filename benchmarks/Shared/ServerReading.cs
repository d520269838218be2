using System.Globalization;

namespace Routeur.AI.Processes;

/// <summary>What a server process says about itself.</summary>
/// <param name="HeapBytes">The managed heap after a full collection.</param>
/// <param name="WorkingSetBytes">Its memory as the operating system counts it.</param>
/// <param name="Processor">The processor time that it has used so far, all threads together.</param>
/// <param name="UnderWay">The requests that it works on.</param>
/// <param name="Connections">
/// The connections that its clients hold open. It counts them for its clients, since reading the system's table fills pools of arrays, which
/// would look like growth there.
/// </param>
internal readonly record struct ServerReading(long HeapBytes, long WorkingSetBytes, TimeSpan Processor, int UnderWay, int Connections)
{
    /// <summary>This process, now. Reading the heap collects, so the processor time is read before.</summary>
    /// <param name="endpoint">Where it serves.</param>
    /// <param name="underWay">The requests that it works on.</param>
    public static ServerReading Take(Uri endpoint, int underWay)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long heap = ManagedHeap.BytesAfterCollection();
        return new(heap, Environment.WorkingSet, processor, underWay, Processes.Connections.To(endpoint));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ServerReading Parse(string line)
    {
        long[] values = [.. line.Split(' ').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        return new(values[0], values[1], TimeSpan.FromTicks(values[2]), (int)values[3], (int)values[4]);
    }

    /// <summary>One line of numbers.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{HeapBytes} {WorkingSetBytes} {Processor.Ticks} {UnderWay} {Connections}");
}
