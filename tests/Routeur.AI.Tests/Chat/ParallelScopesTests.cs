using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Chat;

/// <summary>Two hundred calls at once, each in a scope of its own, through a streamed tool loop and through a cache: no route ever mixes.</summary>
public class ParallelScopesTests
{
    private const int Calls = 200;

    [Fact]
    public async Task Every_round_trip_of_a_streamed_tool_loop_goes_where_its_own_scope_says()
    {
        StubHandler handler = new(request => StubHandler.Response(
            new NetworkStream(System.Text.Encoding.UTF8.GetBytes(request.Body.Contains("\"tool\"", StringComparison.Ordinal) ? Says(request) : CallsTool), pieceSize: 17),
            "text/event-stream"));
        using RouteurChatClient leaf = TestClients.Chat(handler);
        using IChatClient chat = leaf.AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "done", "act")] };

        await Parallel.ForAsync(0, Calls, async (i, cancellationToken) =>
        {
            using (RouteurRouting.BeginScope(provider: $"p{i}", model: $"m{i}"))
            {
                ChatResponse response = await chat.GetStreamingResponseAsync($"call {i}.", options, cancellationToken).ToChatResponseAsync(cancellationToken);
                Assert.Equal($"p{i}/m{i}", response.Text);
            }
        });

        Assert.Equal(2 * Calls, handler.Requests.Count);
        Assert.All(handler.Requests, request =>
        {
            string call = (string)request.Json["messages"]![0]!["content"]!;
            Assert.Equal($"call {request.Header("Routeur-Provider")![1..]}.", call);
            Assert.Equal("m" + request.Header("Routeur-Provider")![1..], request.Header("Routeur-Model"));
        });
    }

    [Fact]
    public async Task A_cache_behind_the_routing_step_never_answers_for_another_scope()
    {
        StubHandler handler = new(request => StubHandler.Response(Answers.Plain.Replace("Hello", request.Header("Routeur-Provider"), StringComparison.Ordinal)));
        using RouteurChatClient leaf = TestClients.Chat(handler);
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        using IChatClient chat = leaf.AsBuilder().UseRouteurRouting().UseDistributedCache(cache).Build();

        for (int round = 0; round < 2; round++)
        {
            await Parallel.ForAsync(0, Calls, async (i, cancellationToken) =>
            {
                using (RouteurRouting.BeginScope(provider: $"p{i}"))
                {
                    Assert.Equal($"p{i}", (await chat.GetResponseAsync("the same question", cancellationToken: cancellationToken)).Text);
                }
            });
        }

        Assert.Equal(Calls, handler.Requests.Count);
    }

    private const string CallsTool =
        """
        data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"act","arguments":"{}"}}]},"finish_reason":null}]}

        data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: [DONE]


        """;

    private static string Says(RecordedRequest request) =>
        Answers.Stream.Replace("Hello", request.Header("Routeur-Provider") + "/" + request.Header("Routeur-Model"), StringComparison.Ordinal);
}
