using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

public class BudgetCapTests
{
    [Fact]
    public async Task Calls_are_counted_and_the_one_that_would_start_above_the_cap_is_not_sent()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.4m)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await chat.GetResponseAsync("Hello");
        Assert.Equal((0.4m, 0.6m, 0), (budget.SpentUsd, budget.RemainingUsd, budget.InFlight));
        await chat.GetResponseAsync("Hello");
        await chat.GetResponseAsync("Hello");

        RouteurException error = await Bills.RefusedAsync(chat);
        Assert.Equal(3, service.Sent());
        Assert.Equal((1.2m, 0m), (budget.SpentUsd, budget.RemainingUsd));
        Assert.Equal("The budget of 1 USD is used up: 1.2 of 1 USD spent, 0 in flight. The call was not sent.", error.Message);
        Assert.Equal((0, false, null, 0), (error.Status, error.IsTransient, error.RetryAfter, error.Attempts));
    }

    [Fact]
    public async Task A_cap_that_is_met_to_the_cent_is_used_up()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.5m)));
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(1m).Build();

        await chat.GetResponseAsync("Hello");
        await chat.GetResponseAsync("Hello");

        await Bills.RefusedAsync(chat);
    }

    [Fact]
    public async Task A_cap_of_zero_refuses_everything()
    {
        using var service = Bills.Service(Bills.Json(0m));
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(0m).Build();

        await Bills.RefusedAsync(chat);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Several_clients_share_one_budget_and_each_of_them_tells_it()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.6m)));
        var budget = new RouteurBudget(1m) { Name = "team" };
        using IChatClient first = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();
        using IChatClient second = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await first.GetResponseAsync("Hello");
        await second.GetResponseAsync("Hello");

        Assert.StartsWith("The budget \"team\" is used up: 1.2 of 1 USD spent", (await Bills.RefusedAsync(first)).Message, StringComparison.Ordinal);
        await Bills.RefusedAsync(second);
        Assert.Same(budget, second.GetService<RouteurBudget>());
        Assert.NotNull(second.GetService<RouteurChatClient>());
        Assert.Null(second.GetService(typeof(RouteurBudget), "key"));
    }

    [Fact]
    public async Task Budgets_of_several_steps_all_hold()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.6m)));
        var small = new RouteurBudget(0.5m);
        var large = new RouteurBudget(50m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(large).UseRouteurBudget(small).Build();

        await chat.GetResponseAsync("Hello");
        await Bills.RefusedAsync(chat);

        Assert.Equal((0.6m, 0.6m), (small.SpentUsd, large.SpentUsd));
        Assert.Equal((0, 0), (small.InFlight, large.InFlight));
    }

    [Fact]
    public void A_budget_that_stands_in_a_chain_twice_is_an_error()
    {
        using var service = Bills.Service(Bills.Json(0m));
        using RouteurChatClient leaf = TestClients.Chat(service);
        var budget = new RouteurBudget(1m);

        Assert.Throws<InvalidOperationException>(() =>
            leaf.AsBuilder().UseRouteurBudget(budget).UseRouteurBudget(2m).UseRouteurBudget(budget).Build());
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        using var service = Bills.Service(Bills.Json(0m));
        using RouteurChatClient leaf = TestClients.Chat(service);
        ChatClientBuilder builder = leaf.AsBuilder();

        Assert.Throws<ArgumentOutOfRangeException>("capUsd", () => new RouteurBudget(-0.01m));
        Assert.Throws<ArgumentOutOfRangeException>("capUsd", () => new RouteurBudget(1_000_000_001m));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => new RouteurBudget(1m, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => new RouteurBudget(1m, TimeSpan.FromDays(367)));
        Assert.Throws<ArgumentOutOfRangeException>("capUsd", () => RouteurBudget.BeginScope(-1m));
        Assert.Throws<ArgumentNullException>("budget", () => RouteurBudget.BeginScope(null!));
        Assert.Throws<ArgumentOutOfRangeException>("capUsd", () => builder.UseRouteurBudget(-1m));
        Assert.Throws<ArgumentNullException>("budget", () => builder.UseRouteurBudget((RouteurBudget)null!));
        Assert.Throws<ArgumentNullException>("configure", () => builder.UseRouteurBudget((Action<RouteurBudgetOptions>)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaf.AsBuilder().UseRouteurBudget(o => o.ReservationUsd = -1m).Build());
    }

    [Fact]
    public async Task A_senseless_cost_overflows_nothing_and_a_negative_one_gives_nothing_back()
    {
        var answers = new Queue<string>([Bills.Json(79_000_000_000_000_000_000_000_000_000m), Bills.Json(-5m)]);
        using var service = Bills.Service(_ => StubHandler.Response(answers.Dequeue()));
        var budget = new RouteurBudget(1_000_000_000m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await chat.GetResponseAsync("Hello");
        Assert.Equal(1_000_000_000m, budget.SpentUsd);

        var other = new RouteurBudget(1m);
        using (IChatClient second = TestClients.Chat(service).AsBuilder().UseRouteurBudget(other).Build())
        {
            await second.GetResponseAsync("Hello");
        }

        // 13 tokens at 100 and 7 at 1,000 USD per million.
        Assert.Equal(0.0083m, other.SpentUsd);
    }

    [Fact]
    public async Task Messages_are_enumerated_once_and_bad_ones_count_nothing()
    {
        using var service = Bills.Service(Bills.Json(0.1m));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();
        int passes = 0;

        await chat.GetResponseAsync(Messages());
        Assert.Equal(1, passes);
        await Assert.ThrowsAsync<ArgumentNullException>(() => chat.GetResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentNullException>(() => { chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!); });
        Assert.Equal((0.1m, 0), (budget.SpentUsd, budget.InFlight));

        IEnumerable<ChatMessage> Messages()
        {
            passes++;
            yield return new ChatMessage(ChatRole.User, "Hello");
        }
    }
}
