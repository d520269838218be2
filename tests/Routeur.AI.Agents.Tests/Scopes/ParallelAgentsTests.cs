using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Scopes;

/// <summary>
/// Many agents at once over one client, each in a scope of its own, every other one streamed. Each calls two tools in turn, at which all agents
/// wait for each other, so that all their round trips overlap; and every one of them goes where its own scope says.
/// </summary>
public sealed class ParallelAgentsTests
{
    private const int Agents = 120;
    private const int RoundTrips = 3;

    /// <summary>Runs one agent and returns the traces of its round trips.</summary>
    private delegate Task<IEnumerable<RouteurTrace?>> Run(string prompt, ChatOptions options, bool streamed);

    [Fact]
    public Task Agents_of_Agent_Framework_never_mix() => AllAtOnceAsync(on => RunAgents(on.Chat));

    [Fact]
    public Task Agents_of_Agent_Framework_behind_the_routing_step_never_mix() => AllAtOnceAsync(on => RunAgents(on.Routed));

    [Fact]
    public Task Agents_made_of_function_invocation_alone_never_mix() => AllAtOnceAsync(on => async (prompt, options, streamed) => streamed
        ? (await on.Routed.GetStreamingResponseAsync(prompt, options).ToListAsync()).Select(update => update.GetRouteurTrace())
        : (await on.Routed.GetResponseAsync(prompt, options)).Messages.Select(message => message.GetRouteurTrace()));

    private static Run RunAgents(IChatClient chat) => async (prompt, options, streamed) =>
    {
        ChatClientAgent agent = chat.AsAIAgent(new ChatClientAgentOptions { ChatOptions = options });
        return streamed
            ? (await agent.RunStreamingAsync(prompt).ToListAsync()).Select(update => update.AsChatResponseUpdate().GetRouteurTrace())
            : (await agent.RunAsync(prompt)).Messages.Select(message => message.GetRouteurTrace());
    };

    private static async Task AllAtOnceAsync(Func<AgentsOnGateway, Run> runOf)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync(new()
        {
            Models = [new("gpt-4o-mini", "openai") { Aliases = ["auto"] }, .. Enumerable.Range(0, Agents).Select(i => new GatewayModel($"m{i}", $"p{i}"))],
            RequestsPerMinute = int.MaxValue,
            TokensPerMinute = int.MaxValue,
        });
        on.Gateway.CallInTurn("first", "second");
        Run run = runOf(on);
        var atFirst = new Rendezvous(Agents);
        var atSecond = new Rendezvous(Agents);
        AITool[] tools = [AIFunctionFactory.Create(atFirst.ArriveAsync, "first"), AIFunctionFactory.Create(atSecond.ArriveAsync, "second")];

        await Task.WhenAll(Enumerable.Range(0, Agents).Select(async i =>
        {
            // One in three names its model too, and another one is a constraint on an agent that is pinned to its neighbour's provider.
            bool constraint = i % 3 == 1;
            var options = new ChatOptions { Tools = tools };
            options = constraint ? options.WithRouteur($"p{(i + 1) % Agents}") : options;
            using (RouteurRouting.BeginScope($"p{i}", i % 3 == 0 ? $"m{i}" : null, overrideCalls: constraint))
            {
                try
                {
                    IEnumerable<RouteurTrace?> traces = await run($"agent {i}.", options, streamed: i % 2 == 0);
                    Assert.Equal(Enumerable.Repeat($"p{i}", RoundTrips), traces.OfType<RouteurTrace>().Select(trace => trace.Provider!));
                }
                catch (Exception e)
                {
                    atFirst.GiveUp(e);
                    atSecond.GiveUp(e);
                    throw;
                }
            }
        }));

        Assert.Equal(Agents * RoundTrips, on.Requests.Count);
        Assert.All(on.Requests, request =>
        {
            string number = request.Headers["Routeur-Provider"][1..];
            Assert.Equal($"agent {number}.", request.ReadJson().GetProperty("messages")[0].GetProperty("content").GetString());
            Assert.Equal(int.Parse(number) % 3 == 0 ? $"m{number}" : null, request.Headers.GetValueOrDefault("Routeur-Model"));
        });
    }
}
