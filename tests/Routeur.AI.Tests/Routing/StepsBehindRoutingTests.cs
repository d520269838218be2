using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Routing;

/// <summary>Steps behind the routing step that have a wish of their own.</summary>
public sealed class StepsBehindRoutingTests : IDisposable
{
    private readonly RouteurClient _client = new(TestClients.Options(o => (o.Provider, o.Model) = ("deepseek", "deepseek-chat")));

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_step_behind_may_still_name_a_model_and_levels_are_not_mixed()
    {
        foreach (string? provider in new[] { null, "gemini" })
        {
            using (RouteurRouting.BeginScope(provider))
            {
                var inner = new RecordingChatClient(_client);
                IChatClient chat = inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.ModelId = "gpt-4o").Build();
                await chat.AskAsync();
                RoutingPrecedenceTests.AssertSent(inner.Calls[0].Decision, RouteurDecisionLevel.Call, null, null, "gpt-4o");
            }
        }

        var forced = new RecordingChatClient(_client);
        await forced.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.ModelId = "gpt-4o").Build()
            .AskAsync(new ChatOptions().WithRouteur("openai"));
        RoutingPrecedenceTests.AssertSent(forced.Calls[0].Decision, RouteurDecisionLevel.Call, "openai", "gpt-4o", "gpt-4o");
    }

    [Fact]
    public async Task A_default_model_of_a_step_behind_applies_only_where_nobody_decided()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.ModelId ??= "gpt-4o").Build();

        await chat.AskAsync();
        await chat.AskAsync(new() { ModelId = "gpt-4o-mini" });
        using (RouteurRouting.BeginScope("gemini"))
        {
            await chat.AskAsync();
        }

        RoutingPrecedenceTests.AssertSent(inner.Calls[0].Decision, RouteurDecisionLevel.Call, null, null, "gpt-4o");
        RoutingPrecedenceTests.AssertSent(inner.Calls[1].Decision, RouteurDecisionLevel.Call, null, null, "gpt-4o-mini");
        RoutingPrecedenceTests.AssertSent(inner.Calls[2].Decision, RouteurDecisionLevel.Scope, "gemini", null, "auto");
    }

    [Fact]
    public async Task A_step_behind_may_steer_anew_and_replaces_the_whole_target()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.WithRouteur(model: "gpt-4o", trace: false)).Build();

        await chat.AskAsync();
        using (RouteurRouting.BeginScope("gemini", "gemini-2.5-pro"))
        {
            await chat.AskAsync();
        }

        await chat.AskAsync(new ChatOptions().WithRouteur("openai", "gpt-4o-mini"));

        RoutingPrecedenceTests.AssertSent(inner.Calls[0].Decision, RouteurDecisionLevel.Call, null, "gpt-4o", "gpt-4o");
        RoutingPrecedenceTests.AssertSent(inner.Calls[1].Decision, RouteurDecisionLevel.Call, null, "gpt-4o", "gpt-4o");
        RoutingPrecedenceTests.AssertSent(inner.Calls[2].Decision, RouteurDecisionLevel.Call, "openai", "gpt-4o", "gpt-4o");
        Assert.All(inner.Calls, call => Assert.False(call.Decision.Trace));
    }

    [Fact]
    public async Task A_flag_alone_leaves_the_decision_of_the_step()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder().UseRouteurRouting().ConfigureOptions(o => o.WithRouteur(trace: false)).Build();

        using (RouteurRouting.BeginScope("gemini"))
        {
            await chat.AskAsync();
        }

        RoutingPrecedenceTests.AssertSent(inner.Calls[0].Decision, RouteurDecisionLevel.Scope, "gemini", null, "auto");
        Assert.False(inner.Calls[0].Decision.Trace);
    }

    [Fact]
    public async Task No_step_behind_undoes_an_overriding_scope_also_in_a_stream_that_is_read_later()
    {
        var inner = new RecordingChatClient(_client);
        IChatClient chat = inner.AsBuilder()
            .UseRouteurRouting()
            .UseFunctionInvocation()
            .ConfigureOptions(o => { o.WithRouteur("openai", "gpt-4o").ModelId = "gpt-4o"; })
            .Build();

        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
        {
            stream = chat.AskStreaming(new() { ModelId = "gpt-4o-mini" });
        }

        Assert.Equal("gemini/-/auto", await stream.ReadAsync());
    }
}
