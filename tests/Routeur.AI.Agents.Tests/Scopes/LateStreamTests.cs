using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;

namespace Routeur.AI.Agents.Tests.Scopes;

/// <summary>
/// What becomes of a scope when a stream is asked for in one place and enumerated in another. The stream of a chat client behind the routing
/// step keeps the scope; an agent's stream does nothing before it is enumerated, so it can't.
/// </summary>
public sealed class LateStreamTests
{
    /// <summary>What the agent is built on. Agent Framework adds function invocation around the first two.</summary>
    public enum Chain
    {
        Alone,
        WithTheStep,
        WithTheStepAroundTheLoop,
    }

    private static ChatOptions ActingOptions => new() { Tools = [AIFunctionFactory.Create(() => "done", "act")] };

    [Fact]
    public async Task The_stream_of_a_small_agent_keeps_the_scope_in_which_it_was_asked_for()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (RouteurRouting.BeginScope("gemini"))
        {
            stream = on.Routed.GetStreamingResponseAsync("Act.", ActingOptions);
        }

        using (RouteurRouting.BeginScope("deepseek"))
        {
            await stream.ToListAsync();
        }

        Assert.Equal(["gemini", "gemini"], on.Providers);
    }

    [Theory]
    [InlineData(Chain.Alone, false)]
    [InlineData(Chain.Alone, true)]
    [InlineData(Chain.WithTheStepAroundTheLoop, false)]
    [InlineData(Chain.WithTheStepAroundTheLoop, true)]
    public async Task The_stream_of_an_Agent_Framework_agent_takes_the_scope_in_which_it_is_enumerated(Chain chain, bool overrideCalls)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = Agent(on, chain);

        IAsyncEnumerable<AgentResponseUpdate> stream;
        using (RouteurRouting.BeginScope("gemini", overrideCalls: overrideCalls))
        {
            stream = agent.RunStreamingAsync("Act.");
        }

        using (RouteurRouting.BeginScope("deepseek"))
        {
            await stream.ToListAsync();
        }

        Assert.Equal(["deepseek", "deepseek"], on.Providers);
    }

    [Fact]
    public async Task The_options_of_a_run_go_along_with_its_stream()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        IAsyncEnumerable<AgentResponseUpdate> stream =
            Agent(on.Chat).RunStreamingAsync("Act.", options: new ChatClientAgentRunOptions(new ChatOptions().WithRouteur("gemini")));

        using (RouteurRouting.BeginScope("deepseek"))
        {
            await stream.ToListAsync();
        }

        Assert.Equal(["gemini", "gemini"], on.Providers);
    }

    [Theory]
    [InlineData(Chain.Alone, "openai")]
    [InlineData(Chain.WithTheStep, "openai")]
    [InlineData(Chain.WithTheStepAroundTheLoop, "gemini")]
    public async Task When_the_scope_ends_between_two_updates_only_the_routing_step_around_the_loop_keeps_the_round_trips_together(Chain chain, string second)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        await using IAsyncEnumerator<AgentResponseUpdate> stream = Agent(on, chain).RunStreamingAsync("Act.").GetAsyncEnumerator();
        using (RouteurRouting.BeginScope("gemini"))
        {
            Assert.True(await stream.MoveNextAsync());
        }

        while (await stream.MoveNextAsync())
        {
        }

        Assert.Equal(["gemini", second], on.Providers);
    }

    [Theory]
    [InlineData(Chain.Alone, "openai")]
    [InlineData(Chain.WithTheStep, "openai")]
    [InlineData(Chain.WithTheStepAroundTheLoop, "gemini")]
    public async Task An_iterator_that_opens_the_scope_itself_loses_it_at_its_first_update(Chain chain, string second)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = Agent(on, chain);

        await Stream().ToListAsync();

        Assert.Equal(["gemini", second], on.Providers);

        async IAsyncEnumerable<AgentResponseUpdate> Stream()
        {
            using (RouteurRouting.BeginScope("gemini"))
            {
                await foreach (AgentResponseUpdate update in agent.RunStreamingAsync("Act."))
                {
                    yield return update;
                }
            }
        }
    }

    [Fact]
    public async Task A_run_that_was_started_in_a_scope_keeps_it_wherever_it_is_awaited()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        Task<AgentResponse> run;
        using (RouteurRouting.BeginScope("gemini"))
        {
            run = Agent(on.Chat).RunAsync("Act.");
        }

        using (RouteurRouting.BeginScope("deepseek"))
        {
            await run;
        }

        Assert.Equal(["gemini", "gemini"], on.Providers);
    }

    private static ChatClientAgent Agent(AgentsOnGateway on, Chain chain) => Agent(chain switch
    {
        Chain.Alone => on.Chat,
        Chain.WithTheStep => on.Chat.AsBuilder().UseRouteurRouting().Build(),
        _ => on.Routed,
    });

    private static ChatClientAgent Agent(IChatClient chat) => chat.AsAIAgent(new ChatClientAgentOptions { ChatOptions = ActingOptions });
}
