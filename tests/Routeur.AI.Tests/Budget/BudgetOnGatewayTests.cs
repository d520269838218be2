using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Tests.Budget;

/// <summary>The whole way: registered in a container, on the local gateway's prices.</summary>
public class BudgetOnGatewayTests
{
    [Fact]
    public async Task Clients_of_a_container_share_the_container_s_budget_and_spend_what_the_gateway_bills()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        await using ServiceProvider services = Services(gateway, collection =>
        {
            collection.AddSingleton(new RouteurBudget(1m));
            collection.AddRouteurChatClient().UseRouteurBudget();
            collection.AddKeyedRouteurChatClient("cheap", o => o.Provider = "deepseek").UseRouteurBudget();
        });
        var budget = services.GetRequiredService<RouteurBudget>();

        ChatResponse plain = await services.GetRequiredService<IChatClient>().GetResponseAsync("Hello");
        ChatResponse streamed = await services.GetRequiredKeyedService<IChatClient>("cheap").GetStreamingResponseAsync("Hello").ToChatResponseAsync();

        decimal billed = plain.GetRouteurTrace()!.CostUsd!.Value + streamed.GetRouteurTrace()!.CostUsd!.Value;
        Assert.True(billed > 0);
        Assert.Equal((billed, 0), (budget.SpentUsd, budget.InFlight));
        Assert.Same(budget, services.GetRequiredService<IChatClient>().GetService<RouteurBudget>());
    }

    [Fact]
    public async Task Without_traces_the_prices_of_the_models_endpoint_give_the_same_sum()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        var traced = new RouteurBudget(1m);
        var estimated = new RouteurBudget(1m);
        using IChatClient chat = Client(gateway).UseRouteurBudget(traced).Build();
        using IChatClient blind = Client(gateway, o => o.Trace = false).UseRouteurBudget(estimated).Build();

        foreach (string model in (string[])["auto", "gpt-4o", "gemini-2.0-flash", "deepseek-chat"])
        {
            var options = new ChatOptions { ModelId = model };
            await chat.GetResponseAsync("Hello", options);
            await blind.GetResponseAsync("Hello", options);
        }

        Assert.True(traced.SpentUsd > 0);
        Assert.Equal(traced.SpentUsd, estimated.SpentUsd);
    }

    [Fact]
    public async Task A_dlp_block_costs_nothing_and_a_moderation_block_does()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new RouteurLocalGatewayOptions
        {
            DlpRules = [new GatewayDlpRule { Name = "no_secret", Detector = GatewayDlpDetector.Keyword, Pattern = "secret", Action = GatewayDlpAction.Block }],
            ModerationRules = [new GatewayModerationRule { Name = "no_shell", Category = "unsafe-code", Action = GatewayModerationAction.Block }],
        });
        gateway.Enqueue(ScriptedReply.Text("Run `rm -rf /` and wait."));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = Client(gateway).UseRouteurBudget(budget).Build();

        RouteurException dlp = await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("a secret"));
        Assert.Equal((RouteurErrorCode.BlockedByDlp, 0m, 0), (dlp.ErrorCode, budget.SpentUsd, budget.UnknownCosts));

        RouteurException moderation = await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello"));
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal((RouteurErrorCode.BlockedByModeration, 0), (moderation.ErrorCode, budget.UnknownCosts));
        Assert.InRange(budget.SpentUsd, 0.000_000_1m, 0.01m);
    }

    [Fact]
    public async Task A_registered_client_takes_its_window_s_clock_from_the_container()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
        var time = new FakeTimeProvider();
        await using ServiceProvider services = Services(gateway, collection =>
        {
            collection.AddSingleton<TimeProvider>(time);
            collection.AddRouteurChatClient().UseRouteurBudget(0.000_000_1m, TimeSpan.FromHours(1));
        });
        var chat = services.GetRequiredService<IChatClient>();

        await chat.GetResponseAsync("Hello");
        RouteurException error = await Bills.RefusedAsync(chat);
        Assert.Equal(TimeSpan.FromMinutes(61), error.RetryAfter);
        time.Advance(error.RetryAfter!.Value);
        await chat.GetResponseAsync("Hello");

        Assert.Equal(2, gateway.Requests.Count);
    }

    private static ChatClientBuilder Client(RouteurLocalGateway gateway, Action<RouteurOptions>? change = null)
    {
        var options = new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey };
        change?.Invoke(options);
        return new RouteurChatClient(options).AsBuilder().UseRouteurRouting();
    }

    private static ServiceProvider Services(RouteurLocalGateway gateway, Action<IServiceCollection> register)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Routeur:Endpoint"] = gateway.Endpoint.ToString(), ["Routeur:ApiKey"] = gateway.ApiKey })
            .Build());
        register(collection);
        return collection.BuildServiceProvider();
    }
}
