using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Tests.Tracing;

/// <summary>All the calls behind one answer, and what they cost together.</summary>
public sealed class AnswerTracesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_loop_tells_every_call_in_order_and_their_sum(bool stream)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        gateway.Enqueue(ScriptedReply.ToolCalls(("look", "{}")));
        gateway.Enqueue(ScriptedReply.ToolCalls(("look", "{}")));
        using IChatClient chat = new RouteurChatClient(new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey })
            .AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "18 degrees", "look")] };

        ChatResponse response = stream
            ? await chat.GetStreamingResponseAsync("hi", options).ToChatResponseAsync()
            : await chat.GetResponseAsync("hi", options);

        IReadOnlyList<RouteurTrace> traces = response.GetRouteurTraces();
        Assert.Equal(3, traces.Count);
        Assert.Equal(gateway.Requests.Select(request => request.RequestId), traces.Select(trace => trace.RequestId));
        Assert.True(response.GetRouteurCostUsd() > 0);
        Assert.Equal(traces.Sum(trace => trace.CostUsd), response.GetRouteurCostUsd());
    }

    [Fact]
    public void A_call_that_comes_twice_counts_once()
    {
        ChatResponse response = Answer(Said("a", 0.25m), Said("b", 0.5m), Said("a", 0.25m));

        Assert.Equal(["a", "b"], response.GetRouteurTraces().Select(trace => trace.RequestId));
        Assert.Equal(0.75m, response.GetRouteurCostUsd());
    }

    [Fact]
    public void Of_two_traces_of_one_call_the_one_with_a_cost_counts()
    {
        ChatResponse response = Answer(Said("a", null), Said("b", 0.5m), Said("a", 0.25m));

        Assert.Equal(["a", "b"], response.GetRouteurTraces().Select(trace => trace.RequestId));
        Assert.Equal(0.75m, response.GetRouteurCostUsd());
    }

    [Fact]
    public void Calls_without_an_id_are_calls_of_their_own()
    {
        ChatResponse response = Answer(Said(null, 0.25m), Said(null, 0.25m));

        Assert.Equal(2, response.GetRouteurTraces().Count);
        Assert.Equal(0.5m, response.GetRouteurCostUsd());
    }

    [Fact]
    public void One_call_that_did_not_tell_makes_the_sum_unknown()
    {
        Assert.Null(Answer(Said("a", 0.25m), Said("b", null)).GetRouteurCostUsd());
        Assert.Null(Answer(Said("a", 0.25m), new ChatMessage(ChatRole.Assistant, "no trace")).GetRouteurCostUsd());
        Assert.Equal(0.25m, Answer(Said("a", 0.25m), new ChatMessage(ChatRole.Tool, "a result")).GetRouteurCostUsd());
    }

    [Fact]
    public void A_trace_that_only_the_response_has_is_the_last_calls()
    {
        ChatResponse one = Answer(new ChatMessage(ChatRole.Assistant, "hi"));
        one.AdditionalProperties = Said("a", 0.25m).AdditionalProperties;
        ChatResponse two = Answer(new ChatMessage(ChatRole.Assistant, "calls"), new ChatMessage(ChatRole.Assistant, "hi"));
        two.AdditionalProperties = Said("b", 0.25m).AdditionalProperties;

        Assert.Equal(("a", 0.25m), (Assert.Single(one.GetRouteurTraces()).RequestId, one.GetRouteurCostUsd()));
        Assert.Equal(("b", null), (Assert.Single(two.GetRouteurTraces()).RequestId, two.GetRouteurCostUsd()));
    }

    [Fact]
    public void Without_a_trace_there_is_neither_list_nor_sum()
    {
        Assert.Empty(Answer(new ChatMessage(ChatRole.Assistant, "hi")).GetRouteurTraces());
        Assert.Null(Answer(new ChatMessage(ChatRole.Assistant, "hi")).GetRouteurCostUsd());
        Assert.Null(new ChatResponse().GetRouteurCostUsd());
    }

    private static ChatResponse Answer(params ChatMessage[] messages) => new([.. messages]);

    private static ChatMessage Said(string? id, decimal? cost) => new(ChatRole.Assistant, "hi")
    {
        AdditionalProperties = new()
        {
            ["routeur"] = JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["provider"] = "openai", ["request_id"] = id, ["cost_usd"] = cost }),
        },
    };
}
