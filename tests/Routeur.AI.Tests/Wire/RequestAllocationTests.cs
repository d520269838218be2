using Microsoft.Extensions.AI;
using static Routeur.AI.Tests.Wire.RequestBody;

namespace Routeur.AI.Tests.Wire;

/// <summary>Asserts bytes, never times. Each history is written once before, so that one-time costs do not count.</summary>
public sealed class RequestAllocationTests
{
    private const int Turns = 100;

    [Fact]
    public void A_long_history_with_images_costs_little_more_than_its_body()
    {
        byte[] image = new byte[64 * 1024];
        new Random(1).NextBytes(image);
        List<ChatMessage> history = History(turn => turn % 4 == 0 ? [new TextContent("Look at this."), new DataContent(image, "image/png")] : [new TextContent("And now?")]);

        (long allocated, long body) = Measure(history);

        Assert.True(allocated < body * 3 / 2, $"{allocated} bytes were allocated for a body of {body}.");
    }

    [Fact]
    public void A_long_history_of_texts_costs_little_more_than_its_body()
    {
        List<ChatMessage> history = History(turn => [new TextContent(string.Concat(Enumerable.Repeat($"Frage {turn}: \"größer\"? ", 40)))]);

        (long allocated, long body) = Measure(history);

        Assert.True(allocated < body * 3 / 2, $"{allocated} bytes were allocated for a body of {body}.");
    }

    [Fact]
    public void A_small_request_stays_small()
    {
        (long allocated, _) = Measure([Hi]);

        Assert.True(allocated < 4096, $"{allocated} bytes were allocated.");
    }

    private static List<ChatMessage> History(Func<int, AIContent[]> user) =>
        [.. Enumerable.Range(0, Turns).SelectMany(turn => new[] { User(user(turn)), Assistant(new TextContent("I see.")) })];

    private static (long Allocated, long Body) Measure(List<ChatMessage> history)
    {
        var options = new ChatOptions { Temperature = 0.5f };
        RouteurDecision decision = Decision();
        Bytes(history, options, decision);

        long before = GC.GetAllocatedBytesForCurrentThread();
        BinaryData body = Bytes(history, options, decision);
        return (GC.GetAllocatedBytesForCurrentThread() - before, body.ToMemory().Length);
    }
}
