using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Routeur.AI.Budget;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>Cached answers cost nothing.</summary>
public class BudgetCacheTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task An_answer_from_a_cache_costs_nothing(bool cacheInFront, bool stream)
    {
        using var service = Bills.Service(_ => stream ? Bills.Stream(Bills.Events(0.1m)) : StubHandler.Response(Bills.Json(0.1m)));
        var budget = new RouteurBudget(1m);
        ChatClientBuilder builder = TestClients.Chat(service).AsBuilder();
        using IChatClient chat = (cacheInFront
            ? builder.UseDistributedCache(NewCache()).UseRouteurBudget(budget)
            : builder.UseRouteurBudget(budget).UseDistributedCache(NewCache())).Build();

        for (int i = 0; i < 3; i++)
        {
            string text = stream
                ? (await chat.GetStreamingResponseAsync("Hello").ToChatResponseAsync()).Text
                : (await chat.GetResponseAsync("Hello")).Text;
            Assert.StartsWith("Hello", text, StringComparison.Ordinal);
        }

        Assert.Equal((0.1m, 0, 1), (budget.SpentUsd, budget.InFlight, service.Sent()));
    }

    [Fact]
    public async Task An_answer_from_a_cache_costs_a_later_scope_nothing_nor_another_client_of_the_same_budget()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.1m)));
        var budget = new RouteurBudget(1m);
        MemoryDistributedCache cache = NewCache();
        using IChatClient first = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).UseDistributedCache(cache).Build();
        using IChatClient second = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).UseDistributedCache(cache).Build();

        await first.GetResponseAsync("Hello");
        using (RouteurBudgetScope scope = RouteurBudget.BeginScope(1m))
        {
            await first.GetResponseAsync("Hello");
            Assert.Equal(0m, scope.Budget.SpentUsd);
        }

        await second.GetResponseAsync("Hello");
        Assert.Equal((0.1m, 1), (budget.SpentUsd, service.Sent()));
    }

    [Fact]
    public async Task A_cached_answer_without_a_cost_does_not_count_again_either()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).UseDistributedCache(NewCache()).Build();

        await chat.GetResponseAsync("Hello");
        await chat.GetResponseAsync("Hello");

        Assert.Equal(0.0083m, budget.SpentUsd);
    }

    [Fact]
    public async Task Without_a_request_id_nobody_can_tell_a_cached_answer_from_a_new_one()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.1m, id: "")));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).UseDistributedCache(NewCache()).Build();

        await chat.GetResponseAsync("Hello");
        await chat.GetResponseAsync("Hello");

        Assert.Equal((0.2m, 1), (budget.SpentUsd, service.Sent()));
    }

    [Fact]
    public void The_memory_of_ids_is_bounded()
    {
        var ids = new RecentIds();
        Assert.All(Enumerable.Range(0, RecentIds.Capacity), i => Assert.True(ids.Add($"{i}")));
        Assert.False(ids.Add("0"));

        Assert.True(ids.Add("new"));
        Assert.False(ids.Add("1"));
        Assert.True(ids.Add("0"));
    }

    private static MemoryDistributedCache NewCache() => new(Options.Create(new MemoryDistributedCacheOptions()));
}
