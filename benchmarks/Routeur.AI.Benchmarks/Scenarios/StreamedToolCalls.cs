using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Routeur.AI.Benchmarks.Network;
using Routeur.AI.Benchmarks.Running;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>A streamed answer that calls two tools, the arguments in pieces of a word; the request brings three tools along.</summary>
public class StreamedToolCalls
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "Find two offers.")];

    private static readonly ChatOptions Options = new()
    {
        Tools =
        [
            AIFunctionFactory.Create(Find, "find_offers", "Finds offers that match a text."),
            AIFunctionFactory.Create(Find, "find_orders", "Finds orders that match a text."),
            AIFunctionFactory.Create(Find, "find_people", "Finds people that match a text."),
        ],
    };

    private Clients _clients = null!;

    [Params(200)]
    public int Chunks { get; set; }

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _clients = Clients.Answering(Answer.ToolCallStream(Chunks));
        Reading.MustAgree(await ReadAsync(_clients.Ours), await ReadAsync(_clients.Reference), await _clients.Floor.StreamAsync(Question, Options.Tools));
        await WarmUp.UntilSettledAsync(Ours, Reference, Floor);
    }

    [Benchmark(Baseline = true)]
    public Task Reference() => ReadAsync(_clients.Reference);

    [Benchmark]
    public Task Ours() => ReadAsync(_clients.Ours);

    [Benchmark]
    public Task Floor() => _clients.Floor.StreamAsync(Question, Options.Tools);

    private static Task<Reading> ReadAsync(IChatClient client) => Reading.OfAsync(client.GetStreamingResponseAsync(Question, Options));

    private static string Find([Description("What to look for.")] string text, [Description("How many at most.")] int limit = 10) => text[..limit];
}
