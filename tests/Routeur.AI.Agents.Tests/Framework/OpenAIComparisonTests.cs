using System.ClientModel;
using System.Text.Json.Nodes;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenAI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary>The same agent on OpenAI's client and on ours sends the same bodies, and answers the same.</summary>
public sealed class OpenAIComparisonTests
{
    private static readonly AITool[] Tools = [AIFunctionFactory.Create((string city, int? days) => $"{days ?? 1} days of sun in {city}", "get_weather", "The weather")];

    private static Dictionary<string, Func<IChatClient, bool, Task<AgentResponse>>> Runs { get; } = new()
    {
        ["instructions and name"] = (chat, streamed) => RunAsync(chat.AsAIAgent("Be brief.", "My guide"), streamed),
        ["sampling"] = (chat, streamed) => RunAsync(
            chat.AsAIAgent(new ChatClientAgentOptions
            {
                ChatOptions = new() { Temperature = 0.2f, TopP = 0.5f, Seed = 7, StopSequences = ["END"], PresencePenalty = 0.5f, FrequencyPenalty = 0.25f },
            }),
            streamed),
        ["functions"] = (chat, streamed) => RunAsync(chat.AsAIAgent("Use tools.", tools: Tools), streamed),
        ["a function that is demanded"] = (chat, streamed) => RunAsync(
            chat.AsAIAgent(new ChatClientAgentOptions
            {
                ChatOptions = new() { Tools = Tools, ToolMode = ChatToolMode.RequireSpecific("get_weather"), AllowMultipleToolCalls = false },
            }),
            streamed),
        ["a session"] = async (chat, streamed) =>
        {
            ChatClientAgent agent = chat.AsAIAgent("Be brief.", "My guide", tools: Tools);
            AgentSession session = await agent.CreateSessionAsync();
            await RunAsync(agent, streamed, session);
            return await RunAsync(agent, streamed, session);
        },
        ["a picture"] = (chat, _) => chat.AsAIAgent().RunAsync(
            new ChatMessage(ChatRole.User, [new TextContent("What is it?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])),
        ["structured output"] = async (chat, _) => await chat.AsAIAgent().RunAsync<string[]>("Name rivers."),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string name in Runs.Keys)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_bodies_and_the_answer_are_those_of_an_agent_on_OpenAIs_client(string run, bool streamed)
    {
        (List<JsonNode> expected, AgentResponse theirs) = await RecordAsync(run, streamed, gateway =>
            new OpenAIClient(new ApiKeyCredential(gateway.ApiKey), new OpenAIClientOptions { Endpoint = gateway.Endpoint }).GetChatClient("gpt-4o-mini").AsIChatClient());
        (List<JsonNode> actual, AgentResponse ours) = await RecordAsync(run, streamed, gateway =>
            new RouteurChatClient(new RouteurOptions { ApiKey = gateway.ApiKey, Endpoint = gateway.Endpoint, Model = "gpt-4o-mini" }));

        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Null(JsonDifference.Find(pair.First, pair.Second)));
        Assert.Equal(theirs.Text, ours.Text);
        Assert.Equal(theirs.FinishReason, ours.FinishReason);
        Assert.Equal(theirs.Usage?.TotalTokenCount, ours.Usage?.TotalTokenCount);
        Assert.Equal(theirs.Messages.Select(message => (message.Role, message.AuthorName)), ours.Messages.Select(message => (message.Role, message.AuthorName)));
    }

    private static async Task<(List<JsonNode> Bodies, AgentResponse Response)> RecordAsync(string run, bool streamed, Func<RouteurLocalGateway, IChatClient> connect)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        using IChatClient chat = connect(gateway);
        AgentResponse response = await Runs[run](chat, streamed);
        return (ComparableBodies.Of(gateway.Requests), response);
    }

    private static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, AgentSession? session = null) =>
        streamed ? await agent.RunStreamingAsync("Weather in Lyon?", session).ToAgentResponseAsync() : await agent.RunAsync("Weather in Lyon?", session);
}
