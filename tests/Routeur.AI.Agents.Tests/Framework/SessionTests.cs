using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary>Conversations that last longer than a run.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_remembers_what_was_said(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Routed.AsAIAgent(instructions: "Be brief.", name: "Guide");
        AgentSession session = await agent.CreateSessionAsync();

        await RunAsync(agent, "I am Ada.", session, streamed);
        await RunAsync(agent, "Who am I?", session, streamed);

        Assert.Equal(
            ["system: Be brief.", "user: I am Ada.", "assistant: [openai/gpt-4o-mini] You said: I am Ada.", "user: Who am I?"],
            on.Conversation(1));
        Assert.Equal("Guide", on.Body(1).GetProperty("messages")[2].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Sessions_of_one_agent_know_nothing_of_each_other()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Routed.AsAIAgent();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            AgentSession session = await agent.CreateSessionAsync();
            await agent.RunAsync($"I am {i}.", session);
            await agent.RunAsync($"I was {i}.", session);
        }));

        Assert.All(on.Requests.Where(request => request.Body.Contains("I was", StringComparison.Ordinal)), request =>
        {
            JsonElement messages = request.ReadJson().GetProperty("messages");
            string last = messages[2].GetProperty("content").GetString()!;
            Assert.Equal(last.Replace("was", "am", StringComparison.Ordinal), messages[0].GetProperty("content").GetString());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_with_tools_and_reasoning_moves_from_provider_to_provider(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Routed.AsAIAgent(tools: [AIFunctionFactory.Create((string city) => $"18 degrees in {city}", "get_weather")]);
        AgentSession session = await agent.CreateSessionAsync();

        foreach (string provider in new[] { "gemini", "deepseek", "openai" })
        {
            using (RouteurRouting.BeginScope(provider))
            {
                await RunAsync(agent, $"Weather, {provider}?", session, streamed);
            }
        }

        Assert.Equal(["gemini", "gemini", "deepseek", "deepseek", "openai", "openai"], on.Providers);
        JsonElement[] messages = [.. on.Body(5).GetProperty("messages").EnumerateArray()];
        Assert.Equal(3, messages.Count(message => message.GetProperty("role").ValueEquals("user")));

        // Gemini gives its calls no ids; ours go along, and each result still belongs to one call.
        string?[] calls = [.. messages.Where(m => m.TryGetProperty("tool_calls", out _)).Select(m => m.GetProperty("tool_calls")[0].GetProperty("id").GetString())];
        string?[] results = [.. messages.Where(m => m.GetProperty("role").ValueEquals("tool")).Select(m => m.GetProperty("tool_call_id").GetString())];
        Assert.Equal(3, calls.Distinct().Count());
        Assert.Equal(calls, results);
        Assert.DoesNotContain("", calls);

        // DeepSeek refuses a turn that called tools without the reasoning that led there; others are not told it.
        Assert.Contains("reasoning_content", on.Requests[3].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("reasoning_content", on.Requests[5].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_session_goes_on_where_it_was_and_still_tells_its_traces()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Routed.AsAIAgent(tools: [AIFunctionFactory.Create(() => "done", "act")]);
        AgentSession session = await agent.CreateSessionAsync();
        await agent.RunAsync("Act.", session);

        JsonElement saved = await agent.SerializeSessionAsync(session);
        AgentSession restored = await agent.DeserializeSessionAsync(JsonSerializer.Deserialize<JsonElement>(saved.GetRawText()));
        await agent.RunAsync("And then?", restored);

        Assert.True(restored.TryGetInMemoryChatHistory(out List<ChatMessage>? history));
        Assert.Equal(
            on.Requests.Select(request => request.RequestId),
            history.Select(message => message.GetRouteurTrace()?.RequestId).OfType<string>());
        Assert.Equal(on.Conversation(1), on.Conversation(2)[..3]);
        Assert.DoesNotContain("routeur", on.Requests[2].Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_session_as_it_was()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Routed.AsAIAgent();
        AgentSession session = await agent.CreateSessionAsync();
        on.Gateway.Enqueue(ScriptedReply.BlockedByDlp("cards"));

        await Assert.ThrowsAsync<RouteurException>(() => agent.RunAsync("My card", session));
        await agent.RunAsync("Hello", session);

        Assert.Equal(["user: Hello"], on.Conversation(1));
    }

    private static async Task RunAsync(AIAgent agent, string prompt, AgentSession session, bool streamed) =>
        _ = streamed ? await agent.RunStreamingAsync(prompt, session).ToAgentResponseAsync() : await agent.RunAsync(prompt, session);
}
