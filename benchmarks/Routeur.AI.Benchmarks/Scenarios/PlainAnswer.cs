using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Routeur.AI.Benchmarks.Network;
using Routeur.AI.Benchmarks.Running;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>One question, one whole answer.</summary>
public class PlainAnswer
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "What does the fox do?")];

    private readonly Clients _clients = Clients.Answering(Answer.Plain());

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        Reading.MustAgree(await ReadAsync(_clients.Ours), await ReadAsync(_clients.Reference), await _clients.Floor.GetAsync(Question));
        await WarmUp.UntilSettledAsync(Ours, Reference, Floor);
    }

    [Benchmark(Baseline = true)]
    public Task Reference() => ReadAsync(_clients.Reference);

    [Benchmark]
    public Task Ours() => ReadAsync(_clients.Ours);

    [Benchmark]
    public Task Floor() => _clients.Floor.GetAsync(Question);

    private static async Task<Reading> ReadAsync(IChatClient client) => Reading.Of(await client.GetResponseAsync(Question));
}
