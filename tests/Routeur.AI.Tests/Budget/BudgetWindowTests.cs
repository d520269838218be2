using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

public sealed class BudgetWindowTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StubHandler _service;
    private readonly RouteurChatClient _leaf;
    private decimal _cost = 1m;

    public BudgetWindowTests()
    {
        _service = Bills.Service(_ => StubHandler.Response(Bills.Json(_cost)));
        _leaf = TestClients.Chat(_service);
    }

    public void Dispose()
    {
        _leaf.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task What_has_left_the_window_no_longer_counts()
    {
        var budget = new RouteurBudget(2m, TimeSpan.FromHours(1), _time);
        IChatClient chat = _leaf.AsBuilder().UseRouteurBudget(budget).Build();

        await chat.GetResponseAsync("Hello");
        _time.Advance(TimeSpan.FromMinutes(30));
        await chat.GetResponseAsync("Hello");
        RouteurException error = await Bills.RefusedAsync(chat);

        // The first slice is the minute from 0 to 1; it has left when that minute is an hour old.
        Assert.Equal(TimeSpan.FromMinutes(31), error.RetryAfter);
        Assert.False(error.IsTransient);
        Assert.Equal(
            "The budget of 2 USD is used up: 2 of 2 USD spent in the last 01:00:00, 0 in flight. The call was not sent. There is room again in about 00:31:00.",
            error.Message);

        _time.Advance(TimeSpan.FromMinutes(31) - TimeSpan.FromTicks(1));
        Assert.Equal(2m, budget.SpentUsd);
        await Bills.RefusedAsync(chat);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((1m, 1m), (budget.SpentUsd, budget.RemainingUsd));
        await chat.GetResponseAsync("Hello");
        Assert.Equal(TimeSpan.FromMinutes(30), (await Bills.RefusedAsync(chat)).RetryAfter);

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0m, budget.SpentUsd);
    }

    [Fact]
    public async Task No_stretch_of_the_window_s_length_ever_holds_more_than_the_cap()
    {
        _cost = 0.3m;
        TimeSpan window = TimeSpan.FromHours(1);
        var budget = new RouteurBudget(3m, window, _time);
        IChatClient chat = _leaf.AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.3m)).Build();
        var random = new Random(5);
        var spent = new List<DateTimeOffset>();

        for (int i = 0; i < 600; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
            try
            {
                await chat.GetResponseAsync("Hello");
                spent.Add(_time.GetUtcNow());
            }
            catch (RouteurException e)
            {
                Assert.InRange(e.RetryAfter!.Value, TimeSpan.FromTicks(1), window + (window / 60));
            }
        }

        Assert.True(spent.Count > 10);
        Assert.All(spent, end => Assert.True(spent.Count(time => time > end - window && time <= end) * 0.3m <= 3m));
    }

    [Fact]
    public async Task The_wait_is_that_for_enough_room_not_for_any()
    {
        _cost = 0.5m;
        var budget = new RouteurBudget(1m, TimeSpan.FromMinutes(1), _time);
        IChatClient chat = _leaf.AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.5m)).Build();
        IChatClient dear = _leaf.AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 1m)).Build();
        IChatClient never = _leaf.AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 1.5m)).Build();

        await chat.GetResponseAsync("Hello");
        _time.Advance(TimeSpan.FromSeconds(10));
        await chat.GetResponseAsync("Hello");

        Assert.Equal(TimeSpan.FromSeconds(51), (await Bills.RefusedAsync(chat)).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(61), (await Bills.RefusedAsync(dear)).RetryAfter);
        Assert.Null((await Bills.RefusedAsync(never)).RetryAfter);
    }

    [Fact]
    public async Task A_closed_budget_opens_when_the_unknown_cost_has_left_the_window()
    {
        var answers = new Queue<string>([Bills.Json(0.1m), Bills.Json(null), Bills.Json(0.1m)]);
        using var service = Bills.Service(_ => StubHandler.Response(answers.Dequeue()));
        var budget = new RouteurBudget(1m, TimeSpan.FromMinutes(1), _time);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(o => (o.Budget, o.FailClosed) = (budget, true)).Build();

        await chat.GetResponseAsync("Hello");
        _time.Advance(TimeSpan.FromSeconds(10));
        await chat.GetResponseAsync("Hello");
        Assert.Equal(TimeSpan.FromSeconds(61), (await Bills.RefusedAsync(chat)).RetryAfter);
        _time.Advance(TimeSpan.FromSeconds(61));

        await chat.GetResponseAsync("Hello");
        Assert.Equal((0.1m, 0), (budget.SpentUsd, budget.UnknownCosts));
    }
}
