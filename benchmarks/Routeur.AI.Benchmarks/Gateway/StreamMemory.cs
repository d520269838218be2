using Routeur.AI.Processes;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>What an open stream takes of a server's memory, its connection included.</summary>
/// <param name="HeapBytes">Of its managed heap, after a full collection.</param>
/// <param name="WorkingSetBytes">Of what the operating system counts.</param>
internal readonly record struct StreamMemory(double HeapBytes, double WorkingSetBytes)
{
    private const int WarmUpStreams = 20;

    /// <summary>Opens streams that fall silent after a few events, reads the server's memory without and with them, and leaves.</summary>
    /// <param name="server">A fresh server: one that was busy before has memory to spare.</param>
    /// <param name="streams">How many.</param>
    public static async Task<StreamMemory> MeasureAsync(ServerUnderLoad server, int streams)
    {
        await CloseAsync(server, await OpenAsync(server, WarmUpStreams));
        ServerReading without = await server.ReadAsync();
        HttpResponseMessage[] open = await OpenAsync(server, streams);
        ServerReading with = await server.ReadAsync();
        if (with.UnderWay != streams)
        {
            throw new InvalidOperationException($"{server.Name} holds {with.UnderWay} streams instead of {streams}.");
        }

        await CloseAsync(server, open);
        return new((double)(with.HeapBytes - without.HeapBytes) / streams, (double)(with.WorkingSetBytes - without.WorkingSetBytes) / streams);
    }

    private static Task<HttpResponseMessage[]> OpenAsync(ServerUnderLoad server, int streams) =>
        Task.WhenAll(Enumerable.Range(0, streams).Select(async _ =>
        {
            HttpResponseMessage response = await server.SendAsync(Prompt.Held);
            await ServerUnderLoad.CountLineEndsAsync(await response.Content.ReadAsStreamAsync(), 2 * GatewayServer.HeldPieces);
            return response;
        }));

    private static async Task CloseAsync(ServerUnderLoad server, HttpResponseMessage[] open)
    {
        foreach (HttpResponseMessage response in open)
        {
            response.Dispose();
        }

        while ((await server.ReadAsync()).UnderWay > 0)
        {
            await Task.Delay(20);
        }
    }
}
