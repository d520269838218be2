using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Routing;

/// <summary>Streams that are handed on, tool loops and caches behind the routing step.</summary>
public sealed class RoutingThroughChainsTests : IDisposable
{
    private readonly RouteurClient _client = new(TestClients.Options(o => (o.Provider, o.Model) = ("deepseek", "deepseek-chat")));

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_stream_keeps_the_scope_in_which_it_was_asked_for()
    {
        var inner = new RecordingChatClient(_client, toolCalls: 2);
        // Function invocation enumerates lazily: the calls behind it happen when the stream is read.
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "found", "lookup")] };

        IAsyncEnumerable<ChatResponseUpdate> insideOnly, outsideOnly;
        using (RouteurRouting.BeginScope("gemini"))
        {
            insideOnly = chat.AskStreaming(options);
        }

        outsideOnly = chat.AskStreaming(options);
        Assert.Equal("gemini/-/auto", await insideOnly.ReadAsync());
        using (RouteurRouting.BeginScope("openai", overrideCalls: true))
        {
            Assert.Equal("deepseek/deepseek-chat/deepseek-chat", await outsideOnly.ReadAsync());
        }

        Assert.Equal(["gemini", "gemini", "gemini", "deepseek", "deepseek", "deepseek"], inner.Calls.Select(c => c.Decision.ForcedProvider));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_that_opens_a_scope_does_not_turn_the_loop_around(bool overriding)
    {
        var inner = new RecordingChatClient(_client, toolCalls: 3);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();
        AIFunction tool = AIFunctionFactory.Create(() => RouteurRouting.BeginScope("openai", overrideCalls: overriding).ToString(), "lookup");

        using IDisposable scope = RouteurRouting.BeginScope("gemini");
        Assert.Equal("gemini/-/auto", await chat.AskAsync(new() { Tools = [tool] }));
        Assert.Equal(4, inner.Calls.Count);
        Assert.All(inner.Calls, call => Assert.Equal("gemini", call.Decision.ForcedProvider));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_hundred_parallel_calls_through_a_cache_and_a_tool_loop_never_mix(bool stream)
    {
        var inner = new RecordingChatClient(_client, toolCalls: 1);
        IChatClient chat = inner.AsBuilder()
            .UseRouteurRouting()
            .UseDistributedCache(NewCache())
            .UseFunctionInvocation()
            .Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "found", "lookup")] };

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            // Fifty routes, four calls each: some come from the cache.
            using IDisposable scope = RouteurRouting.BeginScope($"p{i % 50}");
            return stream
                ? await chat.AskStreaming(options).ReadAsync()
                : await chat.AskAsync(options);
        })));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"p{i % 50}/-/auto"), answers);
    }

    [Fact]
    public async Task A_cache_tells_every_two_routes_apart_also_those_of_two_clients()
    {
        var cache = NewCache();
        var answers = new List<string>();
        foreach (RoutingMatrix.Client client in RoutingMatrix.Clients)
        {
            using var routeur = new RouteurClient(TestClients.Options(o => (o.Provider, o.Model) = (client.Settings.Provider, client.Settings.Model)));
            IChatClient chat = new RecordingChatClient(routeur).AsBuilder().UseRouteurRouting().UseDistributedCache(cache).Build();
            foreach (RoutingMatrix.Call call in RoutingMatrix.Calls)
            {
                foreach (RoutingMatrix.Scope scope in RoutingMatrix.Scopes)
                {
                    var row = new RoutingMatrix.Row(call, scope, client);
                    using IDisposable? open = scope.Open();
                    string text = await chat.AskAsync(call.Options());
                    RoutingMatrix.Sent sent = row.Expected.Sent;
                    Assert.Equal($"{row}: {sent.Provider ?? "-"}/{sent.Model ?? "-"}/{sent.Body}", $"{row}: {text}");
                    answers.Add(text);
                }
            }
        }

        Assert.Equal(112, answers.Count);
    }

    [Fact]
    public async Task A_cache_tells_the_models_of_raw_options_apart()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().UseDistributedCache(NewCache()).Build();

        Assert.Equal("-/-/gpt-4o", await chat.AskAsync(Raw("gpt-4o")));
        Assert.Equal("-/-/gpt-4o-mini", await chat.AskAsync(Raw("gpt-4o-mini")));

        static ChatOptions Raw(string model) => new()
        {
            ModelId = "loses",
            RawRepresentationFactory = _ =>
            {
                var raw = new OpenAI.Chat.ChatCompletionOptions();
                raw.Patch.Set("$.model"u8, model);
                return raw;
            },
        };
    }

    private static MemoryDistributedCache NewCache() => new(Options.Create(new MemoryDistributedCacheOptions()));
}
