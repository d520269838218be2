using System.Diagnostics;
using Routeur.AI.Processes;
using Routeur.AI.Soak.Calls;
using Routeur.AI.Soak.Gateway;
using Routeur.AI.Soak.Measuring;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak;

/// <summary>The run: traffic for an interval, then silence, then a reading, and so on; at the end the clients are disposed of.</summary>
internal sealed class SoakRun
{
    // Every call ends sooner, whatever its fault; one that does not hangs.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);

    // How long the two processes and the system may take to notice that a connection was closed.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly Tally _tally = new();

    private SoakRun()
    {
    }

    /// <summary>Runs, and says whether all was well.</summary>
    public static async Task<bool> RunAsync(SoakOptions options)
    {
        await using ServerProcess gateway = await ServerProcess.StartAsync(GatewayProgram.Switch);
        using var unobserved = new UnobservedExceptions();
        var run = new SoakRun();
        var readings = new List<IntervalReading>();
        SoakReport.Begin(options);

        using (var clients = new SoakClients(gateway.Endpoint, gateway.ApiKey))
        {
            var schedule = new TrafficSchedule(options.Seed, clients);
            await run.FillBudgetAsync(schedule, options.Concurrency);
            for (int interval = 1; interval <= options.Intervals; interval++)
            {
                readings.Add(await run.RunIntervalAsync(interval, options, schedule, gateway));
                SoakReport.Show(readings[^1]);
            }
        }

        int leftOpen = (await UntilAsync(gateway, reading => reading.Connections == 0)).Connections;

        // Once more, for what the clients' end leaves behind.
        _ = ManagedHeap.BytesAfterCollection();
        SoakReport.End(run._tally, readings, leftOpen, unobserved);
        IReadOnlyList<string> complaints = SoakVerdict.Complaints(run._tally, readings, options.Concurrency, leftOpen, unobserved);
        SoakReport.Judge(complaints);
        return complaints.Count == 0;
    }

    private Task FillBudgetAsync(TrafficSchedule schedule, int concurrency) => Parallel.ForEachAsync(
        Enumerable.Range(0, BudgetCalls.Remembered),
        new ParallelOptions { MaxDegreeOfParallelism = concurrency },
        async (_, _) => await MakeAsync(schedule.Next(TrafficTable.Budget)));

    private async Task<IntervalReading> RunIntervalAsync(int number, SoakOptions options, TrafficSchedule schedule, ServerProcess gateway)
    {
        long before = _tally.Calls;
        TimeSpan length = await TrafficAsync(options, schedule);
        long calls = _tally.Calls - before;
        int streams = RollCall.Streams(options.Concurrency);
        TrafficKind rollCall = TrafficTable.RollCall(streams);
        await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => MakeAsync(schedule.Next(rollCall))));

        // Before any collection, whose finalizers would close what was forgotten.
        int connections = (await gateway.ReadAsync()).Connections;

        // All calls are over. The gateway may still have to notice that some of their callers have gone.
        ServerReading server = await UntilAsync(gateway, reading => reading.UnderWay == 0);
        long heap = ManagedHeap.BytesAfterCollection();
        return new IntervalReading(number, calls, length, connections, heap, Environment.WorkingSet, server);
    }

    // Returns how long it took until the last call had ended.
    private async Task<TimeSpan> TrafficAsync(SoakOptions options, TrafficSchedule schedule)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < options.Interval)
            {
                await MakeAsync(schedule.Next());
            }
        })));
        return Stopwatch.GetElapsedTime(start);
    }

    private async Task MakeAsync(SoakCall call)
    {
        Exception? ended = null;
        try
        {
            await call.RunAsync().WaitAsync(LongestCall);
        }
        catch (Exception e)
        {
            ended = e;
        }

        _tally.Add(call, ended);
    }

    private static async Task<ServerReading> UntilAsync(ServerProcess gateway, Predicate<ServerReading> settled)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            ServerReading reading = await gateway.ReadAsync();
            if (settled(reading) || Stopwatch.GetElapsedTime(start) > Settling)
            {
                return reading;
            }

            await Task.Delay(Glance);
        }
    }
}
