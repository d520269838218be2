using System.Globalization;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>
/// Measures the local gateway as a server beside the floor, each in a process of its own: throughput for a fixed time, and memory for each open
/// stream. BenchmarkDotNet measures calls, not processes.
/// </summary>
internal static class GatewayCommand
{
    /// <summary>The argument that asks for this.</summary>
    public const string Switch = "gateway";

    private const int Callers = 32;
    private const int Rounds = 3;
    private const int OpenStreams = 1000;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        (Throughput[] plain, Throughput[] streamed, string[] names) = await MeasureThroughputAsync();
        StreamMemory[] memory = await MeasureMemoryAsync();

        Console.WriteLine();
        Console.WriteLine("| Server | Requests/s | Processor/request | Chunks/s | Processor/chunk | Heap/open stream | Working set/open stream |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        for (int i = 0; i < names.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {names[i]} | {Show(plain[i])} | {Show(streamed[i])} | {memory[i].HeapBytes / 1024:N1} KB | {memory[i].WorkingSetBytes / 1024:N1} KB |"));
        }
    }

    // In turn, so that a busy moment of the machine does not meet one of them only.
    private static async Task<(Throughput[] Plain, Throughput[] Streamed, string[] Names)> MeasureThroughputAsync()
    {
        await using ServerUnderLoad gateway = await ServerUnderLoad.StartGatewayAsync();
        await using ServerUnderLoad floor = await ServerUnderLoad.StartFloorAsync(gateway);
        ServerUnderLoad[] servers = [gateway, floor];
        Throughput[] plain = [.. servers.Select(_ => Throughput.Worst)];
        Throughput[] streamed = [.. plain];
        foreach (ServerUnderLoad server in servers)
        {
            await Throughput.MeasureAsync(server, Prompt.Plain, Callers, WarmUp);
            await Throughput.MeasureAsync(server, Prompt.Streamed, Callers, WarmUp);
        }

        for (int round = 1; round <= Rounds; round++)
        {
            for (int i = 0; i < servers.Length; i++)
            {
                Throughput requests = await Throughput.MeasureAsync(servers[i], Prompt.Plain, Callers, Round);
                Throughput chunks = await Throughput.MeasureAsync(servers[i], Prompt.Streamed, Callers, Round);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}, {servers[i].Name}: {requests.PerSecond:N0} requests/s, {chunks.PerSecond:N0} chunks/s"));
                plain[i] = Throughput.Best(plain[i], requests);
                streamed[i] = Throughput.Best(streamed[i], chunks);
            }
        }

        return (plain, streamed, [.. servers.Select(server => server.Name)]);
    }

    private static async Task<StreamMemory[]> MeasureMemoryAsync()
    {
        await using ServerUnderLoad gateway = await ServerUnderLoad.StartGatewayAsync();
        await using ServerUnderLoad floor = await ServerUnderLoad.StartFloorAsync(gateway);
        return [await StreamMemory.MeasureAsync(gateway, OpenStreams), await StreamMemory.MeasureAsync(floor, OpenStreams)];
    }

    private static string Show(Throughput throughput) => string.Create(
        CultureInfo.InvariantCulture, $"{throughput.PerSecond:N0} | {throughput.MicrosecondsPerUnit:N2} μs");
}
