using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary>Middleware around the agent, around its functions, and around its chat client.</summary>
public sealed class MiddlewareTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Middleware_around_the_agent_can_change_what_is_said(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        AIAgent agent = on.Routed.AsAIAgent().AsBuilder()
            .Use((messages, session, options, next, ct) => next([.. messages, new ChatMessage(ChatRole.User, "And be kind.")], session, options, ct))
            .Build();

        AgentResponse response = await RunAsync(agent, streamed);

        Assert.Equal(["user: Act.", "user: And be kind."], on.Conversation(0));
        Assert.Contains("And be kind.", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Middleware_around_the_functions_sees_changes_and_stops_calls(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        var seen = new List<string>();
        AIAgent agent = Agent(on.Routed).AsBuilder()
            .Use(async (_, context, next, ct) =>
            {
                seen.Add(context.Function.Name);
                return $"{await next(context, ct)}, checked";
            })
            .Build();
        AIAgent forbidding = Agent(on.Routed).AsBuilder()
            .Use((_, context, _, _) =>
            {
                context.Terminate = true;
                return new ValueTask<object?>("forbidden");
            })
            .Build();

        await RunAsync(agent, streamed);
        AgentResponse stopped = await RunAsync(forbidding, streamed);

        Assert.Equal(["act"], seen);
        Assert.Contains("tool: done, checked", on.Conversation(1));
        Assert.Equal(3, on.Requests.Count);
        Assert.Contains(stopped.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>(), r => "forbidden".Equals(r.Result));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_of_the_chat_client_steers_every_round_trip(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        using IChatClient chat = on.Chat.AsBuilder().ConfigureOptions(options => options.WithRouteur("deepseek")).Build();

        await RunAsync(Agent(chat), streamed);

        Assert.Equal(["deepseek", "deepseek"], on.Providers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_may_bring_a_step_of_its_own_and_the_routing_step_may_be_one(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = Agent(on.Chat);
        var options = new ChatClientAgentRunOptions { ChatClientFactory = inner => inner.AsBuilder().UseRouteurRouting().Build() };

        using (RouteurRouting.BeginScope("gemini"))
        {
            _ = streamed ? await agent.RunStreamingAsync("Act.", options: options).ToAgentResponseAsync() : await agent.RunAsync("Act.", options: options);
        }

        Assert.Equal(["gemini", "gemini"], on.Providers);
    }

    [Fact]
    public async Task Telemetry_tells_the_agent_its_function_and_our_provider()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        string source = $"{nameof(MiddlewareTests)}.{Guid.NewGuid():N}";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using IChatClient chat = on.Chat.AsBuilder().UseRouteurRouting().UseFunctionInvocation().UseOpenTelemetry(sourceName: source).Build();
        AIAgent agent = Agent(chat).AsBuilder().UseOpenTelemetry(source).Build();

        await agent.RunAsync("Act.");

        Assert.Equal(1, spans.Count(span => span.DisplayName.StartsWith("invoke_agent", StringComparison.Ordinal)));
        Activity[] calls = [.. spans.Where(span => span.DisplayName.StartsWith("chat", StringComparison.Ordinal))];
        Assert.Equal(2, calls.Length);
        Assert.All(calls, call => Assert.Equal("routeur", call.GetTagItem("gen_ai.provider.name")));
    }

    private static ChatClientAgent Agent(IChatClient chat) => chat.AsAIAgent(tools: [AIFunctionFactory.Create(() => "done", "act")]);

    private static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed) =>
        streamed ? await agent.RunStreamingAsync("Act.").ToAgentResponseAsync() : await agent.RunAsync("Act.");
}
