using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

public sealed class BudgetScopeTests : IDisposable
{
    private readonly StubHandler _service = Bills.Service(request =>
        request.Body.Contains("\"stream\":true", StringComparison.Ordinal) ? Bills.Stream(Bills.Events(0.1m)) : StubHandler.Response(Bills.Json(0.1m)));

    private readonly IChatClient _chat;

    public BudgetScopeTests() => _chat = TestClients.Chat(_service).AsBuilder().UseRouteurBudget().Build();

    public void Dispose()
    {
        _chat.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task Without_budget_or_scope_the_step_lets_everything_through()
    {
        Assert.Equal("Hello", (await _chat.GetResponseAsync("Hello")).Text);
        Assert.Equal("Hello there", (await _chat.GetStreamingResponseAsync("Hello").ToChatResponseAsync()).Text);
        Assert.Null(_chat.GetService<RouteurBudget>());
    }

    [Fact]
    public async Task A_scope_holds_inside_its_block_only()
    {
        using (RouteurBudgetScope scope = RouteurBudget.BeginScope(0.1m))
        {
            await _chat.GetResponseAsync("Hello");
            await Bills.RefusedAsync(_chat);
            Assert.Equal(0.1m, scope.Budget.SpentUsd);
        }

        await _chat.GetResponseAsync("Hello");
    }

    [Fact]
    public async Task A_scope_around_a_client_without_the_step_warns_once_that_nothing_counts()
    {
        var logs = new CapturedLogs();
        using RouteurChatClient bare = TestClients.Chat(_service, loggerFactory: logs);
        await bare.GetResponseAsync("Hello");
        Assert.DoesNotContain(logs.Entries, entry => entry.Level == LogLevel.Warning);

        using (RouteurBudget.BeginScope(0.1m))
        {
            await bare.GetResponseAsync("Hello");
            await bare.GetResponseAsync("Hello");
        }

        Assert.Single(logs.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("UseRouteurBudget", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scope_around_a_client_with_the_step_warns_of_nothing()
    {
        var logs = new CapturedLogs();
        using IChatClient chat = TestClients.Chat(_service, loggerFactory: logs).AsBuilder().UseRouteurBudget().Build();

        using (RouteurBudget.BeginScope(0.1m))
        {
            await chat.GetResponseAsync("Hello");

            // A dry run goes past every chain, and costs nothing. This service answers it as if it were a call.
            await Assert.ThrowsAsync<RouteurException>(() => chat.GetService<RouteurClient>()!.ResolveRouteAsync([new ChatMessage(ChatRole.User, "Hello")]));
        }

        Assert.DoesNotContain(logs.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("UseRouteurBudget", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nested_scopes_all_hold()
    {
        using RouteurBudgetScope outer = RouteurBudget.BeginScope(0.3m);
        await _chat.GetResponseAsync("Hello");
        using (RouteurBudgetScope tight = RouteurBudget.BeginScope(0.1m))
        {
            await _chat.GetResponseAsync("Hello");
            await Bills.RefusedAsync(_chat);
            Assert.Equal((0.1m, 0.2m), (tight.Budget.SpentUsd, outer.Budget.SpentUsd));
        }

        using (RouteurBudget.BeginScope(100m))
        {
            await _chat.GetResponseAsync("Hello");
            Assert.Contains("0.3 USD", (await Bills.RefusedAsync(_chat)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_scope_and_the_client_s_budget_both_hold_and_one_budget_counts_once()
    {
        var budget = new RouteurBudget(1m);
        IChatClient chat = _chat.AsBuilder().UseRouteurBudget(budget).Build();
        using (RouteurBudget.BeginScope(budget))
        using (RouteurBudget.BeginScope(budget))
        {
            IChatClient single = _chat.GetService<RouteurChatClient>()!.AsBuilder().UseRouteurBudget(budget).Build();
            await single.GetResponseAsync("Hello");
            Assert.Equal(0.1m, budget.SpentUsd);
        }

        using RouteurBudgetScope scope = RouteurBudget.BeginScope(1m);
        await chat.GetResponseAsync("Hello");
        Assert.Equal((0.2m, 0.1m, 0), (budget.SpentUsd, scope.Budget.SpentUsd, scope.Budget.InFlight));
    }

    [Fact]
    public async Task Scopes_that_are_closed_out_of_order_end_one_by_one()
    {
        RouteurBudgetScope outer = RouteurBudget.BeginScope(0m);
        RouteurBudgetScope inner = RouteurBudget.BeginScope(1m);
        await Bills.RefusedAsync(_chat);

        outer.Dispose();
        outer.Dispose();
        await _chat.GetResponseAsync("Hello");
        Assert.Equal((0.1m, 0m), (inner.Budget.SpentUsd, outer.Budget.SpentUsd));

        inner.Dispose();
        await _chat.GetResponseAsync("Hello");
        Assert.Equal(0.1m, inner.Budget.SpentUsd);
    }

    [Fact]
    public async Task A_stream_belongs_to_the_scope_in_which_it_was_asked_for()
    {
        IAsyncEnumerable<ChatResponseUpdate> stream;
        RouteurBudget budget;
        using (RouteurBudgetScope scope = RouteurBudget.BeginScope(0.15m))
        {
            budget = scope.Budget;
            stream = _chat.GetStreamingResponseAsync("Hello");
        }

        Assert.Equal(0, budget.InFlight);
        await stream.ToChatResponseAsync();
        Assert.Equal(0.1m, budget.SpentUsd);

        // Every enumeration is a call.
        await stream.ToChatResponseAsync();
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => stream.ToChatResponseAsync());
        Assert.Equal((RouteurErrorCode.BudgetExceeded, 0.2m, 2), (error.ErrorCode, budget.SpentUsd, _service.Sent()));
    }

    [Fact]
    public async Task Parallel_scopes_never_mix()
    {
        RouteurBudget[] budgets = await Task.WhenAll(Enumerable.Range(1, 30).Select(calls => Task.Run(async () =>
        {
            using RouteurBudgetScope scope = RouteurBudget.BeginScope(100m);
            await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => _chat.GetResponseAsync("Hello")));
            return scope.Budget;
        })));

        Assert.Equal(Enumerable.Range(1, 30).Select(calls => calls * 0.1m), budgets.Select(budget => budget.SpentUsd));
    }
}
