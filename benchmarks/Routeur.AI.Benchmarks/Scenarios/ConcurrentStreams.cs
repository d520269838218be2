using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Routeur.AI.Benchmarks.Network;
using Routeur.AI.Benchmarks.Running;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>
/// Many streams of 50 chunks at once, over real connections to a Kestrel in this process, which flushes every chunk. The server's work is
/// in all figures and the same in all; the floor shows how much that is.
/// </summary>
public class ConcurrentStreams
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "What does the fox do?")];

    private StreamServer _server = null!;
    private Clients _clients = null!;

    [Params(1, 10, 100, 1000)]
    public int Streams { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _server = await StreamServer.StartAsync(Answer.TextStream(50));
        _clients = Clients.Connecting(_server.Endpoint);
        Reading.MustAgree(await ReadAsync(_clients.Ours), await ReadAsync(_clients.Reference), await _clients.Floor.StreamAsync(Question));
        await WarmUp.UntilSettledAsync(Ours, Reference, Floor);
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _clients.Dispose();
        await _server.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task Reference() => AllAsync(() => ReadAsync(_clients.Reference));

    [Benchmark]
    public Task Ours() => AllAsync(() => ReadAsync(_clients.Ours));

    [Benchmark]
    public Task Floor() => AllAsync(() => _clients.Floor.StreamAsync(Question));

    private Task AllAsync(Func<Task> read)
    {
        var reads = new Task[Streams];
        for (int i = 0; i < reads.Length; i++)
        {
            reads[i] = read();
        }

        return Task.WhenAll(reads);
    }

    private static Task<Reading> ReadAsync(IChatClient client) => Reading.OfAsync(client.GetStreamingResponseAsync(Question));
}
