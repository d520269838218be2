using System.Diagnostics;
using System.Runtime;

namespace Routeur.AI.Benchmarks.Running;

/// <summary>
/// Calls until the JIT has optimised all that is hot. On a busy machine its thread lags behind for seconds, longer for the client that runs
/// more code, so that a fixed number of warm-ups would favour the smaller one.
/// </summary>
internal static class WarmUp
{
    /// <summary>The environment variable that turns it on; a dry run does without.</summary>
    public const string Switch = "ROUTEUR_BENCHMARKS_WARM_UP";

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task UntilSettledAsync(params Func<Task>[] calls)
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        int quiet = 0;
        while (quiet < 3 && Stopwatch.GetElapsedTime(start) < Limit)
        {
            long before = JitInfo.GetCompiledMethodCount();
            foreach (Func<Task> call in calls)
            {
                long slice = Stopwatch.GetTimestamp();
                do
                {
                    await call();
                }
                while (Stopwatch.GetElapsedTime(slice) < Slice);
            }

            // The JIT's turn.
            await Task.Delay(Slice);
            quiet = JitInfo.GetCompiledMethodCount() == before ? quiet + 1 : 0;
        }
    }
}
