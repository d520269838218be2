using System.Collections.Concurrent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Traces;

/// <summary>Where each round trip of a run went and what it cost.</summary>
public sealed class AgentTraceTests
{
    [Fact]
    public async Task Every_message_of_a_run_that_the_model_wrote_has_the_trace_of_its_round_trip()
    {
        await using AgentsOnGateway on = await StartAsync();

        AgentResponse response = await Agent(on.Chat).RunAsync("Act.");

        RouteurTrace[] traces = [.. response.Messages.Select(message => message.GetRouteurTrace()).OfType<RouteurTrace>()];
        Assert.Equal(on.Requests.Select(request => request.RequestId), traces.Select(trace => trace.RequestId!));
        Assert.All(response.Messages.Where(message => message.Role == ChatRole.Tool), message => Assert.Null(message.GetRouteurTrace()));
        Assert.Equal(traces[^1].RequestId, response.AsChatResponse().GetRouteurTrace()!.RequestId);
        Assert.NotNull(response.AsChatResponse().GetRouteurRateLimits());
        Assert.Equal(traces.Sum(trace => trace.TotalTokens), response.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task The_updates_of_a_stream_have_them_between_them_and_so_have_the_messages_made_of_it()
    {
        await using AgentsOnGateway on = await StartAsync();

        List<AgentResponseUpdate> updates = await Agent(on.Chat).RunStreamingAsync("Act.").ToListAsync();

        string[] requests = [.. on.Requests.Select(request => request.RequestId)];
        Assert.Equal(3, requests.Length);
        Assert.Equal(requests, updates.Select(update => update.AsChatResponseUpdate().GetRouteurTrace()?.RequestId).OfType<string>());
        AgentResponse whole = updates.ToAgentResponse();
        Assert.Equal(requests, whole.Messages.Select(message => message.GetRouteurTrace()?.RequestId).OfType<string>());
        Assert.Equal(requests[^1], whole.AsChatResponse().GetRouteurTrace()!.RequestId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_small_agent_tells_the_same(bool streamed)
    {
        await using AgentsOnGateway on = await StartAsync();
        var options = new ChatOptions { Tools = Tools };

        ChatResponse response = streamed
            ? await on.Routed.GetStreamingResponseAsync("Act.", options).ToChatResponseAsync()
            : await on.Routed.GetResponseAsync("Act.", options);

        Assert.Equal(
            on.Requests.Select(request => request.RequestId),
            response.Messages.Select(message => message.GetRouteurTrace()?.RequestId).OfType<string>());
    }

    [Fact]
    public async Task The_costs_of_the_messages_are_what_the_run_cost()
    {
        await using AgentsOnGateway on = await StartAsync();
        using var routeur = new RouteurClient(new RouteurOptions { ApiKey = on.Gateway.ApiKey, Endpoint = on.Gateway.Endpoint });

        AgentResponse response = await Agent(on.Chat).RunAsync("Act.");

        decimal? sum = 0;
        foreach (RecordedRequest request in on.Requests)
        {
#pragma warning disable ROUTEUR001 // The archive of traces is Preview.
            sum += (await routeur.Traces.GetAsync(request.RequestId)).CostUsd;
#pragma warning restore ROUTEUR001
        }

        Assert.True(sum > 0);
        Assert.Equal(sum, response.Messages.Select(message => message.GetRouteurTrace()).OfType<RouteurTrace>().Sum(trace => trace.CostUsd));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_trace_block_there_is_nothing_to_read(bool streamed)
    {
        await using AgentsOnGateway on = await StartAsync();

        AgentResponse response;
        using (RouteurRouting.BeginScope(trace: false))
        {
            response = streamed ? await Agent(on.Chat).RunStreamingAsync("Act.").ToAgentResponseAsync() : await Agent(on.Chat).RunAsync("Act.");
        }

        Assert.All(response.Messages, message => Assert.Null(message.GetRouteurTrace()));
        Assert.All(on.Requests, request => Assert.DoesNotContain("Routeur-Trace", request.Headers.Keys));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_under_the_loop_sees_also_what_agents_called_by_the_agent_cost_and_what_a_failed_run_cost(bool streamed)
    {
        await using AgentsOnGateway on = await StartAsync();
        var traces = new ConcurrentQueue<RouteurTrace>();
        using IChatClient chat = on.Chat.AsBuilder()
            .UseRouteurRouting()
            .UseFunctionInvocation()
            .Use(inner => new TraceCollectingChatClient(inner, traces.Enqueue))
            .Build();
        ChatClientAgent expert = chat.AsAIAgent(name: "first");
        ChatClientAgent manager = chat.AsAIAgent(tools: [expert.AsAIFunction(), AIFunctionFactory.Create(() => "done", "second")]);
        on.Gateway.ClearReplies();
        on.Gateway.Enqueue(ScriptedReply.ToolCalls(("first", """{"query":"What?"}""")));
        on.Gateway.Enqueue(ScriptedReply.Text("The expert's answer."));
        on.Gateway.Enqueue(ScriptedReply.BlockedByDlp("cards"));

        await Assert.ThrowsAsync<RouteurException>(async () =>
            _ = streamed ? await manager.RunStreamingAsync("Act.").ToAgentResponseAsync() : await manager.RunAsync("Act."));

        Assert.Equal(on.Requests.Take(2).Select(request => request.RequestId), traces.Select(trace => trace.RequestId!));
        Assert.True(traces.Sum(trace => trace.CostUsd) > 0);
    }

    private static AITool[] Tools => [AIFunctionFactory.Create(() => "done", "first"), AIFunctionFactory.Create(() => "done", "second")];

    private static ChatClientAgent Agent(IChatClient chat) => chat.AsAIAgent(tools: Tools);

    private static async Task<AgentsOnGateway> StartAsync()
    {
        AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.CallInTurn("first", "second");
        return on;
    }
}
