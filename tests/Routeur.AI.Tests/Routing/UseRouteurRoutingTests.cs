using System.Text.Json;
using Microsoft.Extensions.AI;
using Moq;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Routing;

public sealed class UseRouteurRoutingTests : IDisposable
{
    private readonly RouteurClient _client = new(TestClients.Options(o => (o.Provider, o.Model) = ("deepseek", "deepseek-chat")));

    public void Dispose() => _client.Dispose();

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, 7 * 4 * 4)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_step_never_changes_what_is_sent(int index)
    {
        RoutingMatrix.Row row = RoutingMatrix.Rows.ElementAt(index);
        RouteurSettings client = row.Client.Settings;
        using var routeur = new RouteurClient(TestClients.Options(o => (o.Provider, o.Model) = (client.Provider, client.Model)));
        var inner = new RecordingChatClient(routeur);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().UseRouteurRouting().Build();

        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (row.Scope.Open())
        {
            await chat.AskAsync(row.Call.Options());
            stream = chat.AskStreaming(row.Call.Options());
        }

        await stream.ReadAsync();
        Assert.Equal(2, inner.Calls.Count);
        foreach ((ChatOptions? options, RouteurDecision decision) in inner.Calls)
        {
            AssertExpected(decision);

            // What a cache or a remote hop keeps of the options says the same.
            string json = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);
            ChatOptions back = JsonSerializer.Deserialize<ChatOptions>(json, AIJsonUtilities.DefaultOptions)!;
            AssertExpected(RoutingPrecedenceTests.Resolve(back, client: client));
        }

        void AssertExpected(RouteurDecision decision) => Assert.Equal(
            (row.ToString(), row.Expected.Level, row.Expected.Sent),
            (row.ToString(), decision.Level, new(decision.ForcedProvider, decision.ForcedModel, decision.Model)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_factory_of_raw_options_is_asked_once_for_each_request(bool stream)
    {
        const string ToolCall =
            """
            {"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
             {"id":"call_1","type":"function","function":{"name":"one","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}
            """;
        int requests = 0, made = 0;
        using RouteurChatClient leaf = TestClients.Chat(new StubHandler(_ => StubHandler.Response(++requests == 1 ? ToolCall : Answers.Plain)));
        using IChatClient chat = leaf.AsBuilder().UseRouteurRouting().UseRouteurRouting().UseFunctionInvocation().Build();
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create(() => 1, "one")],
            RawRepresentationFactory = _ => new OpenAI.Chat.ChatCompletionOptions { EndUserId = "user" + ++made },
        };

        string text = stream
            ? (await chat.GetStreamingResponseAsync("hi", options).ToChatResponseAsync()).Text
            : (await chat.GetResponseAsync("hi", options)).Text;

        Assert.Equal("Hello", text);
        Assert.Equal((2, 2), (requests, made));
    }

    [Fact]
    public async Task The_options_of_the_caller_are_not_changed()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().Build();
        ChatOptions options = new ChatOptions { Temperature = 0.5f, AdditionalProperties = new() { ["custom"] = 1 } };
        string before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);

        using (RouteurRouting.BeginScope("gemini", "gemini-2.5-pro"))
        {
            await chat.AskAsync(options);
        }

        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
        ChatOptions seen = inner.Calls[0].Options!;
        Assert.NotSame(options, seen);
        Assert.Equal(0.5f, seen.Temperature);
        Assert.Equal(1, seen.AdditionalProperties!["custom"]);
        Assert.Equal("gemini", seen.AdditionalProperties["routeur_provider"]);
        Assert.Equal("gemini-2.5-pro", seen.AdditionalProperties["routeur_model"]);
        Assert.Equal(true, seen.AdditionalProperties["routeur_trace"]);
        Assert.Equal("gemini-2.5-pro", seen.ModelId);
    }

    [Fact]
    public async Task A_subclass_of_the_options_survives()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().Build();

        await chat.AskAsync(new OwnOptions { Own = "kept" });

        Assert.Equal("kept", Assert.IsType<OwnOptions>(inner.Calls[0].Options).Own);
    }

    [Fact]
    public async Task Decided_options_that_start_a_call_of_their_own_still_obey_an_overriding_scope()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().Build();
        await chat.AskAsync();
        ChatOptions decided = inner.Calls[0].Options!;

        using (RouteurRouting.BeginScope("gemini"))
        {
            await chat.AskAsync(decided);
        }

        using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
        {
            await chat.AskAsync(decided);
        }

        Assert.Same(decided, inner.Calls[1].Options);
        RoutingPrecedenceTests.AssertSent(inner.Calls[1].Decision, RouteurDecisionLevel.Client, "deepseek", "deepseek-chat", "deepseek-chat");
        RoutingPrecedenceTests.AssertSent(inner.Calls[2].Decision, RouteurDecisionLevel.OverridingScope, "gemini", null, "auto");
        Assert.False(inner.Calls[2].Options!.AdditionalProperties!.ContainsKey("routeur_default_model"));
    }

    [Fact]
    public async Task A_bad_wish_is_thrown_when_the_call_is_made()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().Build();
        var options = new ChatOptions { AdditionalProperties = new() { ["routeur_region"] = "eu" } };

        await Assert.ThrowsAsync<ArgumentException>("routeur_region", () => chat.AskAsync(options));
        Assert.Throws<ArgumentException>("routeur_region", () => { chat.AskStreaming(options); });
        Assert.Empty(inner.Calls);
    }

    [Fact]
    public void A_chain_that_ends_elsewhere_is_refused_when_it_is_built()
    {
        ChatClientBuilder builder = Mock.Of<IChatClient>().AsBuilder().UseRouteurRouting();

        var exception = Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Contains("RouteurChatClient", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("builder", () => RouteurChatClientBuilderExtensions.UseRouteurRouting(null!));
    }

    [Fact]
    public async Task Options_reused_by_many_threads_stay_as_they_are()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().Build();
        ChatOptions options = new ChatOptions { ModelId = "gpt-4o-mini" }.WithRouteur("openai");
        string before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);

        await Parallel.ForAsync(0, 500, async (i, _) =>
            Assert.Equal("openai/gpt-4o-mini/gpt-4o-mini", await chat.AskAsync(options)));

        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
    }

    private sealed class OwnOptions : ChatOptions
    {
        public OwnOptions()
        {
        }

        private OwnOptions(OwnOptions other)
            : base(other) => Own = other.Own;

        public string? Own { get; init; }

        public override ChatOptions Clone() => new OwnOptions(this);
    }
}
