using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary>Agents that call functions.</summary>
public sealed class ToolTests
{
    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    [InlineData("deepseek", false)]
    [InlineData("deepseek", true)]
    public async Task Functions_are_called_with_every_provider(string provider, bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.ToolCalls(("get_weather", """{"city":"Lyon"}"""), ("get_weather", """{"city":"Oslo"}""")));
        ChatClientAgent agent = on.Chat.AsAIAgent(tools: [AIFunctionFactory.Create((string city) => $"18 degrees in {city}", "get_weather")]);

        AgentResponse response;
        using (RouteurRouting.BeginScope(provider))
        {
            response = await RunAsync(agent, streamed);
        }

        Assert.Equal([provider, provider], on.Providers);
        Assert.Equal(["\"18 degrees in Lyon\"", "\"18 degrees in Oslo\""], Results(on));
        Assert.StartsWith($"[{provider}/", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_fails_is_told_to_the_model_without_its_secrets(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Chat.AsAIAgent(
            tools: [AIFunctionFactory.Create(string () => throw new InvalidOperationException("password=1234"), "fail")]);

        AgentResponse response = await RunAsync(agent, streamed);

        Assert.Contains("Error", Assert.Single(Results(on)), StringComparison.Ordinal);
        Assert.DoesNotContain("1234", on.Requests[1].Body, StringComparison.Ordinal);
        Assert.NotEmpty(response.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_needs_approval_waits_for_it(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        int runs = 0;
        AIFunction pay = AIFunctionFactory.Create(() => { runs++; return "paid"; }, "pay");
        ChatClientAgent agent = on.Routed.AsAIAgent(tools: [new ApprovalRequiredAIFunction(pay)]);
        AgentSession session = await agent.CreateSessionAsync();

        AgentResponse asks = await RunAsync(agent, streamed, session);
        ToolApprovalRequestContent request = Assert.Single(asks.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        Assert.Equal(0, runs);
        var approval = new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]);
        AgentResponse answer = streamed ? await agent.RunStreamingAsync(approval, session).ToAgentResponseAsync() : await agent.RunAsync(approval, session);

        Assert.Equal(1, runs);
        Assert.Equal(["\"paid\""], Results(on));
        Assert.Contains("paid", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, AgentSession? session = null) =>
        streamed ? await agent.RunStreamingAsync("Act.", session).ToAgentResponseAsync() : await agent.RunAsync("Act.", session);

    /// <summary>The tool results of the last request.</summary>
    private static IEnumerable<string> Results(AgentsOnGateway on) => on.Conversation(on.Requests.Count - 1)
        .Where(message => message.StartsWith("tool: ", StringComparison.Ordinal))
        .Select(message => message["tool: ".Length..]);
}
