using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Framework;

/// <summary>Where an agent's own options, those of a run, and those of the container send it.</summary>
public sealed class RoutingOptionsTests
{
    [Fact]
    public async Task An_agent_can_be_pinned_and_a_run_can_go_elsewhere()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = Agent(on, new ChatOptions().WithRouteur("gemini"));

        await agent.RunAsync("Hello");
        await agent.RunAsync("Hello", options: new ChatClientAgentRunOptions(new ChatOptions().WithRouteur("deepseek")));
        await agent.RunAsync("Hello", options: new AgentRunOptions { AdditionalProperties = new() { ["routeur_provider"] = "openai" } });

        Assert.Equal(["gemini", "deepseek", "openai"], on.Requests.Select(request => request.Headers["Routeur-Provider"]));
    }

    [Fact]
    public async Task The_framework_merges_the_two_wishes_field_by_field_so_a_run_names_both_fields()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent pinned = Agent(on, new ChatOptions().WithRouteur("gemini", "gemini-2.0-flash"));
        ChatClientAgent named = Agent(on, new ChatOptions { ModelId = "gemini-2.0-flash" });

        RouteurException mixed = await Assert.ThrowsAsync<RouteurException>(() => pinned.RunAsync("Hello", options: Run(provider: "openai")));
        await pinned.RunAsync("Hello", options: Run("openai", "gpt-4o-mini"));
        await pinned.RunAsync("Hello", options: Run("openai", "auto"));
        await named.RunAsync("Hello", options: Run("openai", "auto"));

        Assert.Equal(RouteurErrorCode.NotFound, mixed.ErrorCode);
        Assert.Equal(
            [("openai", "gemini-2.0-flash"), ("openai", "gpt-4o-mini"), ("openai", null), ("openai", null)],
            on.Requests.Select(r => (r.Headers["Routeur-Provider"], r.Headers.GetValueOrDefault("Routeur-Model"))));
    }

    [Fact]
    public async Task Other_properties_of_a_run_are_fields_of_the_body()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        await on.Routed.AsAIAgent().RunAsync("Hello", options: new AgentRunOptions { AdditionalProperties = new() { ["user"] = "ada", ["routeur_trace"] = false } });

        Assert.Equal("ada", on.Body(0).GetProperty("user").GetString());
        Assert.DoesNotContain("routeur", on.Requests[0].Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_agents_options_are_not_changed_by_its_runs()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "done", "act")] };
        ChatClientAgent agent = on.Routed.AsAIAgent(new ChatClientAgentOptions { ChatOptions = options });

        using (RouteurRouting.BeginScope("gemini"))
        {
            await agent.RunAsync("Act.");
        }

        await agent.RunAsync("Act.");

        Assert.Null(options.AdditionalProperties);
        Assert.Null(options.ModelId);
        Assert.Equal(["gemini", "gemini", "openai", "openai"], on.Providers);
    }

    [Fact]
    public async Task Agents_from_a_container_share_its_clients_and_go_each_its_way()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Routeur:ApiKey"] = gateway.ApiKey, ["Routeur:Endpoint"] = gateway.Endpoint.ToString() })
            .Build());
        services.AddRouteurChatClient().UseFunctionInvocation();
        services.AddKeyedRouteurChatClient("cheap", o => o.Provider = "deepseek").UseFunctionInvocation();
        services.AddKeyedSingleton<AIAgent>("writer", (provider, _) => provider.GetRequiredService<IChatClient>().AsAIAgent(name: "writer"));
        services.AddKeyedSingleton<AIAgent>("sorter", (provider, _) => provider.GetRequiredKeyedService<IChatClient>("cheap").AsAIAgent(name: "sorter"));
        await using ServiceProvider container = services.BuildServiceProvider();

        await container.GetRequiredKeyedService<AIAgent>("writer").RunAsync("Hello");
        await container.GetRequiredKeyedService<AIAgent>("sorter").RunAsync("Hello");

        Assert.Equal(["openai", "deepseek"], gateway.Requests.Select(request => request.Route!.Provider));
    }

    private static ChatClientAgentRunOptions Run(string provider, string? model = null) => new(new ChatOptions().WithRouteur(provider, model));

    private static ChatClientAgent Agent(AgentsOnGateway on, ChatOptions options) =>
        on.Routed.AsAIAgent(new ChatClientAgentOptions { ChatOptions = options });
}
