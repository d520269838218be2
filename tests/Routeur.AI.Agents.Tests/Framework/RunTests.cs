using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary><see cref="RouteurChatClient"/> in Agent Framework's <see cref="ChatClientAgent"/>: single runs, plain and streamed.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task A_run_is_answered_through_the_gateway()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Chat.AsAIAgent(instructions: "Be brief.", name: "Guide");

        AgentResponse response = await agent.RunAsync("Hello");

        Assert.Equal("[openai/gpt-4o-mini] You said: Hello", response.Text);
        Assert.Equal(["system: Be brief.", "user: Hello"], on.Conversation(0));
        Assert.Equal(agent.Id, response.AgentId);
        Assert.Equal("Guide", Assert.Single(response.Messages).AuthorName);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.StartsWith("chatcmpl", response.ResponseId, StringComparison.Ordinal);
        Assert.True(response.Usage!.TotalTokenCount > 0);
    }

    [Fact]
    public async Task A_stream_brings_the_same_in_pieces()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Chat.AsAIAgent(instructions: "Be brief.", name: "Guide");
        AgentResponse plain = await agent.RunAsync("Hello");

        List<AgentResponseUpdate> updates = await agent.RunStreamingAsync("Hello").ToListAsync();
        AgentResponse streamed = updates.ToAgentResponse();

        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        Assert.Equal(plain.Text, streamed.Text);
        Assert.Equal(plain.AgentId, streamed.AgentId);
        Assert.Equal(plain.FinishReason, streamed.FinishReason);
        Assert.Equal(plain.Usage!.TotalTokenCount, streamed.Usage!.TotalTokenCount);
        Assert.Equal("Guide", Assert.Single(streamed.Messages).AuthorName);
        Assert.Equal(on.Conversation(0), on.Conversation(1));
    }

    [Fact]
    public async Task The_instructions_of_a_run_follow_those_of_the_agent()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        await on.Routed.AsAIAgent("Be brief.").RunAsync("Hello", options: new ChatClientAgentRunOptions(new ChatOptions { Instructions = "Be kind." }));

        Assert.Equal(["system: Be brief.\nBe kind.", "user: Hello"], on.Conversation(0));
    }

    [Fact]
    public async Task What_an_agent_is_built_on_can_be_asked_for()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        AIAgent agent = on.Routed.AsAIAgent().AsBuilder().Use(inner => inner).Build();

        Assert.Equal("routeur", agent.GetService<AIAgentMetadata>()!.ProviderName);
        Assert.Same(on.Chat, agent.GetService<RouteurChatClient>());
        Assert.NotNull(agent.GetService<RouteurClient>());
        Assert.Equal("auto", agent.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Structured_output_is_asked_for_by_schema_and_read(bool asList)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Chat.AsAIAgent();

        Weather? weather = asList
            ? (await agent.RunAsync<Weather[]>("Weather in Lyon?")).Result[0]
            : (await agent.RunAsync<Weather>("Weather in Lyon?")).Result;

        JsonElement format = on.Body(0).GetProperty("response_format");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.Contains("\"degrees\"", format.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(weather.City);
    }

    private sealed record Weather(string City, int Degrees);
}
