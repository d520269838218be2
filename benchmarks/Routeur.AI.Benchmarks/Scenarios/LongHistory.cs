using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Routeur.AI.Benchmarks.Network;
using Routeur.AI.Benchmarks.Running;

namespace Routeur.AI.Benchmarks.Scenarios;

/// <summary>A conversation of 200 messages, ten of them with an image of 48 KB: writing the request outweighs everything else.</summary>
public class LongHistory
{
    private readonly Clients _clients = Clients.Answering(Answer.Plain());
    private readonly List<ChatMessage> _history = [.. Enumerable.Range(0, 200).Select(Message)];

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        Reading.MustAgree(await ReadAsync(_clients.Ours), await ReadAsync(_clients.Reference), await _clients.Floor.GetAsync(_history));
        await WarmUp.UntilSettledAsync(Ours, Reference, Floor);
    }

    [Benchmark(Baseline = true)]
    public Task Reference() => ReadAsync(_clients.Reference);

    [Benchmark]
    public Task Ours() => ReadAsync(_clients.Ours);

    [Benchmark]
    public Task Floor() => _clients.Floor.GetAsync(_history);

    private async Task<Reading> ReadAsync(IChatClient client) => Reading.Of(await client.GetResponseAsync(_history));

    private static ChatMessage Message(int i)
    {
        string text = string.Join(' ', Enumerable.Repeat($"Sentence {i} of a long talk, with \"quotes\" and an é.", 8));
        if (i % 2 == 1)
        {
            return new ChatMessage(ChatRole.Assistant, text);
        }

        if (i % 20 != 0)
        {
            return new ChatMessage(ChatRole.User, text);
        }

        byte[] image = new byte[48 * 1024];
        new Random(i).NextBytes(image);
        return new ChatMessage(ChatRole.User, [new TextContent(text), new DataContent(image, "image/png")]);
    }
}
