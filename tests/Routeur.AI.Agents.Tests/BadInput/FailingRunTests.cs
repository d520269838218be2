using System.Net;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.BadInput;

/// <summary>What goes wrong at the gateway comes out of an agent as the exception that the client throws, not wrapped into another.</summary>
public sealed class FailingRunTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_prompt_that_is_blocked_says_by_which_rule(bool streamed)
    {
        await using AgentsOnGateway on = await WithCardRuleAsync();

        RouteurException blocked = await Assert.ThrowsAsync<RouteurException>(() => RunAsync(Agent(on.Chat), streamed, "My card is 4111 1111 1111 1111."));

        Assert.Equal((RouteurErrorCode.BlockedByDlp, "cards"), (blocked.ErrorCode, blocked.RuleName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_result_that_is_blocked_ends_the_run(bool streamed)
    {
        await using AgentsOnGateway on = await WithCardRuleAsync();
        ChatClientAgent agent = Agent(on.Chat, AIFunctionFactory.Create(() => "The card is 4111 1111 1111 1111.", "act"));

        RouteurException blocked = await Assert.ThrowsAsync<RouteurException>(() => RunAsync(agent, streamed));

        Assert.Equal((RouteurErrorCode.BlockedByDlp, "cards"), (blocked.ErrorCode, blocked.RuleName));
        Assert.Equal(2, on.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_block_inside_a_function_is_told_to_the_model_unless_failures_are_to_be_thrown(bool streamed)
    {
        await using AgentsOnGateway on = await WithCardRuleAsync();
        using IChatClient strict = on.Chat.AsBuilder().UseRouteurRouting().UseFunctionInvocation(configure: c => c.MaximumConsecutiveErrorsPerRequest = 0).Build();
        AITool asks = AIFunctionFactory.Create(async () => (await on.Routed.AsAIAgent().RunAsync("The card is 4111 1111 1111 1111.")).Text, "act");

        await RunAsync(Agent(on.Routed, asks), streamed);
        RouteurException blocked = await Assert.ThrowsAsync<RouteurException>(() => RunAsync(Agent(strict, asks), streamed));

        Assert.Contains("tool: Error: Function failed.", on.Conversation(2));
        Assert.Equal("cards", blocked.RuleName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_always_fails_ends_the_run_at_its_fourth_turn(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.When(_ => true, ScriptedReply.ToolCalls(("act", "{}")));
        AITool fails = AIFunctionFactory.Create(string () => throw new TimeoutException("The station is silent."), "act");

        TimeoutException thrown = await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(Agent(on.Routed, fails), streamed));

        Assert.Equal("The station is silent.", thrown.Message);
        Assert.Equal(4, on.Requests.Count);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_thrown_after_what_came()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.Abort(afterChunks: 3));
        var updates = new List<AgentResponseUpdate>();

        RouteurException broken = await Assert.ThrowsAsync<RouteurException>(async () =>
        {
            await foreach (AgentResponseUpdate update in on.Routed.AsAIAgent().RunStreamingAsync("Hello"))
            {
                updates.Add(update);
            }
        });

        Assert.Equal(RouteurErrorCode.StreamInterrupted, broken.ErrorCode);
        Assert.NotEmpty(updates);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_does_not_exist_is_an_error_and_not_another_provider(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        using (RouteurRouting.BeginScope("nobody"))
        {
            RouteurException unknown = await Assert.ThrowsAsync<RouteurException>(() => RunAsync(Agent(on.Chat), streamed));
            Assert.Equal((int)HttpStatusCode.BadGateway, unknown.Status);
        }
    }

    [Fact]
    public async Task A_key_that_is_refused_is_said()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync(configure: options => options.ApiKey = "rtr_wrong");

        RouteurException refused = await Assert.ThrowsAsync<RouteurException>(() => RunAsync(Agent(on.Chat), streamed: false));

        Assert.Equal(RouteurErrorCode.Unauthorized, refused.ErrorCode);
        Assert.DoesNotContain("rtr_wrong", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_does_not_exist_is_told_to_the_model(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.ToolCalls(("invented", "{}")));

        AgentResponse response = await RunAsync(Agent(on.Chat), streamed);

        Assert.Contains("invented", Assert.Single(on.Conversation(1), message => message.StartsWith("tool", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.NotEmpty(response.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arguments_that_are_no_JSON_do_not_end_the_run(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.ToolCalls(("act", """{"city": Ly""")));
        var cities = new List<string>();
        ChatClientAgent agent = Agent(on.Chat, AIFunctionFactory.Create((string city) => { cities.Add(city); return "done"; }, "act"));

        AgentResponse response = await RunAsync(agent, streamed);

        Assert.Empty(cities);
        Assert.NotEmpty(response.Text);
    }

    private static Task<AgentsOnGateway> WithCardRuleAsync() => AgentsOnGateway.StartAsync(new()
    {
        DlpRules = [new() { Name = "cards", Detector = GatewayDlpDetector.Preset, Pattern = "credit-card", Action = GatewayDlpAction.Block }],
    });

    private static ChatClientAgent Agent(IChatClient chat, AITool? tool = null) =>
        chat.AsAIAgent(tools: [tool ?? AIFunctionFactory.Create(() => "done", "act")]);

    private static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, string prompt = "Act.") =>
        streamed ? await agent.RunStreamingAsync(prompt).ToAgentResponseAsync() : await agent.RunAsync(prompt);
}
