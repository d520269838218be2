using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Routeur.AI.Benchmarks.Network;
using Routeur.AI.Benchmarks.Running;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>A streamed answer, one word in each chunk, one chunk in each read. Its cost must grow with the chunks and no faster.</summary>
public class StreamedText
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "What does the fox do?")];

    private Clients _clients = null!;

    [Params(50, 200, 800)]
    public int Chunks { get; set; }

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _clients = Clients.Answering(Answer.TextStream(Chunks));
        Reading.MustAgree(await ReadAsync(_clients.Ours), await ReadAsync(_clients.Reference), await _clients.Floor.StreamAsync(Question));
        await WarmUp.UntilSettledAsync(Ours, Reference, Floor);
    }

    [Benchmark(Baseline = true)]
    public Task Reference() => ReadAsync(_clients.Reference);

    [Benchmark]
    public Task Ours() => ReadAsync(_clients.Ours);

    [Benchmark]
    public Task Floor() => _clients.Floor.StreamAsync(Question);

    private static Task<Reading> ReadAsync(IChatClient client) => Reading.OfAsync(client.GetStreamingResponseAsync(Question));
}
