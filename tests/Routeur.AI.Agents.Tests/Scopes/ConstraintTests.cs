using System.Threading.Channels;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;

namespace Routeur.AI.Agents.Tests.Scopes;

/// <summary>A scope with <c>overrideCalls</c> holds whatever an agent, its options, its tools or its middleware say.</summary>
public sealed class ConstraintTests
{
    /// <summary>The ways in which an agent names another target.</summary>
    public static TheoryData<string, bool> WaysOut
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string way in Agents.Keys)
            {
                data.Add(way, false);
                data.Add(way, true);
            }

            return data;
        }
    }

    private static Dictionary<string, Func<IChatClient, AIAgent>> Agents { get; } = new()
    {
        ["its options force a provider"] = chat => Agent(chat, new ChatOptions().WithRouteur("openai")),
        ["its options force a model"] = chat => Agent(chat, new ChatOptions().WithRouteur(model: "gpt-4o")),
        ["its options name a model"] = chat => Agent(chat, new ChatOptions { ModelId = "gpt-4o" }),
        ["its options set a key by hand"] = chat => Agent(chat, new ChatOptions { AdditionalProperties = new() { ["routeur_provider"] = "openai" } }),
        ["a step of its chain changes the options"] = chat => Agent(
            chat.AsBuilder().ConfigureOptions(options => options.WithRouteur("openai", "gpt-4o").ModelId = "gpt-4o").Build()),
        ["its middleware gives the run options"] = chat => Agent(chat).AsBuilder()
            .Use(
                (messages, session, _, inner, ct) => inner.RunAsync(messages, session, Elsewhere(), ct),
                (messages, session, _, inner, ct) => inner.RunStreamingAsync(messages, session, Elsewhere(), ct))
            .Build(),
        ["its middleware opens a scope"] = chat => Agent(chat).AsBuilder()
            .Use(async (messages, session, options, next, ct) =>
            {
                using (RouteurRouting.BeginScope("openai"))
                {
                    await next(messages, session, options, ct);
                }
            })
            .Build(),
        ["its middleware opens a constraint of its own"] = chat => Agent(chat).AsBuilder()
            .Use(async (messages, session, options, next, ct) =>
            {
                using (RouteurRouting.BeginScope("openai", overrideCalls: true))
                {
                    await next(messages, session, options, ct);
                }
            })
            .Build(),
        ["its tool opens a constraint of its own"] = chat => Agent(chat, tool: AIFunctionFactory.Create(
            async () =>
            {
                using (RouteurRouting.BeginScope("openai", overrideCalls: true))
                {
                    return (await chat.GetResponseAsync("Inside")).Text;
                }
            },
            "act")),
        ["its tool asks an agent of its own"] = chat => Agent(
            chat, tool: Agent(chat, new ChatOptions().WithRouteur("openai")).AsAIFunction(new() { Name = "act" })),
    };

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task An_agent_stays_inside_although(string way, bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        foreach (IChatClient chat in new[] { on.Chat, on.Routed })
        {
            AIAgent agent = Agents[way](chat);
            using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
            {
                _ = streamed ? await agent.RunStreamingAsync("Act.").ToAgentResponseAsync() : await agent.RunAsync("Act.");
            }
        }

        Assert.True(on.Requests.Count >= 4);
        Assert.All(on.Providers, provider => Assert.Equal("gemini", provider));
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task A_plain_scope_lets_an_agent_out_when(string way, bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        AIAgent agent = Agents[way](on.Chat);

        using (RouteurRouting.BeginScope("gemini"))
        {
            _ = streamed ? await agent.RunStreamingAsync("Act.").ToAgentResponseAsync() : await agent.RunAsync("Act.");
        }

        Assert.Contains("openai", on.Providers);
    }

    [Fact]
    public async Task Work_handed_to_a_worker_that_runs_already_is_outside_of_every_scope()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        var jobs = Channel.CreateUnbounded<Func<Task>>();
        Task worker = Task.Run(async () =>
        {
            await foreach (Func<Task> job in jobs.Reader.ReadAllAsync())
            {
                await job();
            }
        });

        using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
        {
            jobs.Writer.TryWrite(() => on.Routed.AsAIAgent().RunAsync("Hello"));
            jobs.Writer.TryWrite(async () =>
            {
                using (RouteurRouting.BeginScope("deepseek", overrideCalls: true))
                {
                    await on.Routed.AsAIAgent().RunAsync("Hello");
                }
            });
            jobs.Writer.Complete();
            await worker;
        }

        Assert.Equal(["openai", "deepseek"], on.Providers);
    }

    private static ChatClientAgentRunOptions Elsewhere() => new(new ChatOptions().WithRouteur("openai", "gpt-4o"));

    /// <summary>An agent that calls one tool.</summary>
    private static ChatClientAgent Agent(IChatClient chat, ChatOptions? options = null, AITool? tool = null)
    {
        options ??= new ChatOptions();
        options.Tools = [tool ?? AIFunctionFactory.Create(() => "done", "act")];
        return chat.AsAIAgent(new ChatClientAgentOptions { ChatOptions = options });
    }
}
