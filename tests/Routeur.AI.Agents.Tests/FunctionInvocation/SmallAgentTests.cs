using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.FunctionInvocation;

/// <summary>MEAI's own function-invoking client as the small agent: a chat client, some tools and a loop.</summary>
public sealed class SmallAgentTests
{
    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    [InlineData("deepseek", false)]
    [InlineData("deepseek", true)]
    public async Task It_takes_several_steps_with_every_provider(string provider, bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.When(request => request.Body.Split("\"tool\"").Length switch
        {
            1 => ScriptedReply.ToolCalls(("find_city", """{"of":"the trip"}""")),
            2 => ScriptedReply.ToolCalls(("get_weather", """{"city":"Lyon"}"""), ("get_weather", """{"city":"Oslo"}""")),
            _ => null,
        });
        ChatOptions options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create((string of) => $"Lyon and Oslo are the cities of {of}", "find_city"),
                AIFunctionFactory.Create((string city) => $"18 degrees in {city}", "get_weather"),
            ],
        }.WithRouteur(provider);

        ChatResponse response = streamed
            ? await on.Routed.GetStreamingResponseAsync("Plan my trip.", options).ToChatResponseAsync()
            : await on.Routed.GetResponseAsync("Plan my trip.", options);

        Assert.Equal([provider, provider, provider], on.Providers);
        Assert.Equal(
            [
                "user: Plan my trip.", "tool: \"Lyon and Oslo are the cities of the trip\"", "tool: \"18 degrees in Lyon\"", "tool: \"18 degrees in Oslo\"",
            ],
            on.Conversation(2).Where(message => !message.StartsWith("assistant", StringComparison.Ordinal)));
        Assert.Contains("18 degrees in Oslo", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(3, response.Messages.Select(message => message.GetRouteurTrace()).OfType<RouteurTrace>().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_stops_after_the_steps_it_is_allowed(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.When(
            request => request.ReadJson().TryGetProperty("tools", out _),
            ScriptedReply.ToolCalls(("act", "{}")));
        using IChatClient agent = on.Chat.AsBuilder().UseRouteurRouting().UseFunctionInvocation(configure: c => c.MaximumIterationsPerRequest = 4).Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "again", "act")] };

        ChatResponse response = streamed
            ? await agent.GetStreamingResponseAsync("Go on.", options).ToChatResponseAsync()
            : await agent.GetResponseAsync("Go on.", options);

        // The last answer has to do without tools.
        Assert.Equal(5, on.Requests.Count);
        Assert.StartsWith("[openai/gpt-4o-mini]", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_of_one_answer_may_run_at_the_same_time()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.ToolCalls([.. Enumerable.Repeat(("meet", "{}"), 8)]));
        using IChatClient agent = on.Chat.AsBuilder().UseRouteurRouting().UseFunctionInvocation(configure: c => c.AllowConcurrentInvocation = true).Build();
        var meeting = new Rendezvous(8);

        await agent.GetResponseAsync("Meet.", new ChatOptions { Tools = [AIFunctionFactory.Create(meeting.ArriveAsync, "meet")] });

        Assert.Equal(8, on.Conversation(1).Count(message => message.StartsWith("tool", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_call_made_by_a_tool_decides_for_itself_and_changes_nothing_for_the_loop()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        var options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create(
                    async () =>
                    {
                        using (RouteurRouting.BeginScope("deepseek"))
                        {
                            return (await on.Routed.GetResponseAsync("Inside")).Text;
                        }
                    },
                    "ask"),
            ],
        };

        using (RouteurRouting.BeginScope("gemini"))
        {
            await on.Routed.GetResponseAsync("Ask.", options);
        }

        Assert.Equal(["gemini", "deepseek", "gemini"], on.Providers);
    }
}
