using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary>An agent that calls another one.</summary>
public sealed class AgentsAsToolsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_that_another_one_calls_is_in_the_same_scope(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent expert = on.Routed.AsAIAgent(name: "expert", description: "Knows.");
        ChatClientAgent manager = on.Routed.AsAIAgent(tools: [expert.AsAIFunction()]);

        using (RouteurRouting.BeginScope("deepseek"))
        {
            _ = streamed ? await manager.RunStreamingAsync("Ask.").ToAgentResponseAsync() : await manager.RunAsync("Ask.");
        }

        Assert.Equal(["deepseek", "deepseek", "deepseek"], on.Providers);
        Assert.Equal("expert", on.Body(0).GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task AsAIFunction_hands_the_callers_routing_down()
    {
        // Agent Framework copies the calling agent's additional properties over those of the agent that is called.
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent expert = Expert(on);
        ChatClientAgent manager = on.Routed.AsAIAgent(tools: [expert.AsAIFunction()]);

        using (RouteurRouting.BeginScope("deepseek"))
        {
            await manager.RunAsync("Ask.");
        }

        await manager.RunAsync("Ask.", options: new ChatClientAgentRunOptions(new ChatOptions().WithRouteur("openai")));

        Assert.Equal(["deepseek", "deepseek", "deepseek", "openai", "openai", "openai"], on.Providers);
    }

    [Theory]
    [InlineData(null, "gemini")]
    [InlineData(false, "gemini")]
    [InlineData(true, "deepseek")]
    public async Task A_function_of_ones_own_lets_the_expert_decide_for_itself(bool? overrideCalls, string expertsProvider)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent expert = Expert(on);
        ChatClientAgent manager = on.Routed.AsAIAgent(tools: [AIFunctionFactory.Create(
            async (string query, CancellationToken cancellationToken) => (await expert.RunAsync(query, cancellationToken: cancellationToken)).Text,
            "expert")]);

        using (overrideCalls is { } constraint ? RouteurRouting.BeginScope("deepseek", overrideCalls: constraint) : null)
        {
            await manager.RunAsync("Ask.");
        }

        string around = overrideCalls is null ? "openai" : "deepseek";
        Assert.Equal([around, expertsProvider, around], on.Providers);
    }

    [Theory]
    [InlineData(false, "openai")]
    [InlineData(true, "deepseek")]
    public async Task The_defaults_of_the_experts_own_client_count_only_with_a_function_of_ones_own(bool ownFunction, string expertsProvider)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        using IChatClient cheap = new RouteurChatClient(new RouteurOptions { ApiKey = on.Gateway.ApiKey, Endpoint = on.Gateway.Endpoint, Provider = "deepseek" })
            .AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();
        ChatClientAgent expert = cheap.AsAIAgent(name: "expert");
        ChatClientAgent manager = on.Routed.AsAIAgent(tools:
        [
            ownFunction ? AIFunctionFactory.Create(async (string query) => (await expert.RunAsync(query)).Text, "expert") : expert.AsAIFunction(),
        ]);

        await manager.RunAsync("Ask.");

        Assert.Equal(["openai", expertsProvider, "openai"], on.Providers);
    }

    private static ChatClientAgent Expert(AgentsOnGateway on) =>
        on.Routed.AsAIAgent(new ChatClientAgentOptions { Name = "expert", ChatOptions = new ChatOptions().WithRouteur("gemini") });
}
