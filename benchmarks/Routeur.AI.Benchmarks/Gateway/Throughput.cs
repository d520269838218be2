using System.Diagnostics;
using Routeur.AI.Processes;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>How fast a server answered for a while, and what one unit of it took of its processor time.</summary>
/// <param name="PerSecond">Units a second.</param>
/// <param name="MicrosecondsPerUnit">The server's processor time for one unit. A <see cref="TimeSpan"/> is too coarse for it.</param>
internal readonly record struct Throughput(double PerSecond, double MicrosecondsPerUnit)
{
    /// <summary>What any other one is better than.</summary>
    public static readonly Throughput Worst = new(0, double.PositiveInfinity);

    /// <summary>The better of two: on a machine that others use too, the less disturbed one.</summary>
    public static Throughput Best(Throughput one, Throughput other) =>
        new(Math.Max(one.PerSecond, other.PerSecond), Math.Min(one.MicrosecondsPerUnit, other.MicrosecondsPerUnit));

    /// <param name="server">The server.</param>
    /// <param name="prompt">What is asked, again and again. A unit is an answer, or a stream's event.</param>
    /// <param name="callers">How many ask at once.</param>
    /// <param name="length">How long.</param>
    public static async Task<Throughput> MeasureAsync(ServerUnderLoad server, Prompt prompt, int callers, TimeSpan length)
    {
        ServerReading before = await server.ReadAsync();
        long start = Stopwatch.GetTimestamp();
        long units = 0;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                long lineEnds = await server.AskAsync(prompt);
                Interlocked.Add(ref units, prompt.Stream ? lineEnds / 2 : 1);
            }
        })));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        ServerReading after = await server.ReadAsync();
        return new(units / elapsed.TotalSeconds, (after.Processor - before.Processor).TotalMicroseconds / units);
    }
}
