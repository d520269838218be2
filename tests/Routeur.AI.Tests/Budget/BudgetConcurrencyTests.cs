using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>Many calls at once: who may start, and by how much a cap can be passed.</summary>
public class BudgetConcurrencyTests
{
    [Fact]
    public async Task A_cap_is_passed_by_no_more_than_what_was_in_flight()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        var allArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new StubHandler(async (_, cancellationToken) =>
        {
            if (Interlocked.Increment(ref arrived) == 20)
            {
                allArrived.SetResult();
            }

            await gate.Task.WaitAsync(cancellationToken);
            return StubHandler.Response(Bills.Json(0.1m));
        });
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(() => chat.GetResponseAsync("Hello")))];
        await allArrived.Task;
        Assert.Equal((0m, 20), (budget.SpentUsd, budget.InFlight));
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal((2m, 0), (budget.SpentUsd, budget.InFlight));
        await Bills.RefusedAsync(chat);
        Assert.Equal(20, service.Sent());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_that_reserve_what_they_cost_never_pass_the_cap(bool stream)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new StubHandler(async (_, cancellationToken) =>
        {
            await gate.Task.WaitAsync(cancellationToken);
            return stream ? Bills.Stream(Bills.Events(0.1m)) : StubHandler.Response(Bills.Json(0.1m));
        });
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.1m))
            .Build();
        var refused = new List<RouteurException>();
        using var barrier = new Barrier(4);

        // Four threads race; each makes 25 calls without waiting for an answer.
        Task[] calls = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait(TestContext.Current.CancellationToken);
                return Enumerable.Range(0, 25).Select(_ => CallAsync()).ToArray();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)))).SelectMany(tasks => tasks).ToArray();

        // Whoever is refused is so at once.
        Assert.Equal(90, refused.Count);
        Assert.Equal((0m, 1m, 10, 0m), (budget.SpentUsd, budget.ReservedUsd, budget.InFlight, budget.RemainingUsd));
        Assert.All(refused, error => Assert.Equal(
            "The budget of 1 USD has no room for a call that reserves 0.1 USD: 0 of 1 USD spent, 10 in flight with 1 USD reserved. The call was not sent.",
            error.Message));
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal((1m, 0m, 0), (budget.SpentUsd, budget.ReservedUsd, budget.InFlight));
        Assert.Equal(10, service.Sent());

        async Task CallAsync()
        {
            try
            {
                if (stream)
                {
                    await chat.GetStreamingResponseAsync("Hello").ToChatResponseAsync();
                }
                else
                {
                    await chat.GetResponseAsync("Hello");
                }
            }
            catch (RouteurException e) when (e.ErrorCode == RouteurErrorCode.BudgetExceeded)
            {
                lock (refused)
                {
                    refused.Add(e);
                }
            }
        }
    }

    [Fact]
    public async Task A_refused_call_counts_in_none_of_its_budgets()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.1m)));
        var wide = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (wide, 0.2m))
            .Build();

        using (RouteurBudget.BeginScope(0.1m))
        {
            await Bills.RefusedAsync(chat);
        }

        Assert.Equal((0m, 0m, 0), (wide.SpentUsd, wide.ReservedUsd, wide.InFlight));
        await chat.GetResponseAsync("Hello");
        Assert.Equal(0.1m, wide.SpentUsd);
    }

    [Fact]
    public async Task What_a_thousand_parallel_calls_cost_adds_up()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(0.001m)));
        var first = new RouteurBudget(10m);
        var second = new RouteurBudget(10m, TimeSpan.FromDays(1));
        using IChatClient one = TestClients.Chat(service).AsBuilder().UseRouteurBudget(first).Build();
        using IChatClient two = TestClients.Chat(service).AsBuilder().UseRouteurBudget(second).Build();

        await Parallel.ForAsync(0, 1_000, async (i, cancellationToken) =>
        {
            // Each of the two is once the client's and once the scope's.
            using IDisposable scope = RouteurBudget.BeginScope(i % 2 == 0 ? second : first);
            await (i % 2 == 0 ? one : two).GetResponseAsync("Hello", cancellationToken: cancellationToken);
        });

        Assert.Equal((1m, 0, 1m, 0), (first.SpentUsd, first.InFlight, second.SpentUsd, second.InFlight));
    }
}
