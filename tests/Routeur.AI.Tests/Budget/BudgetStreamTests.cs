using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

public class BudgetStreamTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_counts_once_at_its_end_wherever_the_trace_came(bool traceFirst)
    {
        using var service = Bills.Service(_ => Bills.Stream(Bills.Events(0.4m, traceFirst: traceFirst)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        IAsyncEnumerator<ChatResponseUpdate> stream = chat.GetStreamingResponseAsync("Hello").GetAsyncEnumerator();
        Assert.Equal(0, budget.InFlight);
        while (await stream.MoveNextAsync())
        {
            Assert.Equal((0m, 1), (budget.SpentUsd, budget.InFlight));
        }

        Assert.Equal((0.4m, 0), (budget.SpentUsd, budget.InFlight));
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        Assert.Equal((0.4m, 0), (budget.SpentUsd, budget.InFlight));
    }

    [Fact]
    public async Task A_stream_above_the_cap_fails_when_it_is_enumerated_and_is_not_sent()
    {
        using var service = Bills.Service(_ => Bills.Stream(Bills.Events(1m)));
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(1m).Build();
        IAsyncEnumerable<ChatResponseUpdate> late = chat.GetStreamingResponseAsync("Hello");

        await chat.GetStreamingResponseAsync("Hello").ToChatResponseAsync();
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => late.ToChatResponseAsync());

        Assert.Equal((RouteurErrorCode.BudgetExceeded, 1), (error.ErrorCode, service.Sent()));
    }

    [Theory]
    [InlineData(true, 0.4)]
    [InlineData(false, 0.0022)]
    public async Task A_stream_that_is_left_early_counts_what_is_known_or_what_had_come(bool traceFirst, decimal expected)
    {
        using var service = Bills.Service(_ => Bills.Stream(Bills.Events(0.4m, traceFirst: traceFirst)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("Hello"))
        {
            Assert.Equal("Hello", update.Text);
            break;
        }

        // Two tokens there, two tokens back.
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal((expected, 0), (budget.SpentUsd, budget.UnknownCosts));
    }

    [Fact]
    public async Task A_stream_that_breaks_counts_what_had_come()
    {
        string half = Bills.Events(0.4m).Split("\n\n")[0] + "\n\n";
        using var service = Bills.Service(_ => Bills.Stream(half));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => chat.GetStreamingResponseAsync("Hello").ToChatResponseAsync());
        await BudgetClocks.NothingInFlightAsync(budget);

        Assert.Equal((RouteurErrorCode.StreamInterrupted, 0.0022m), (error.ErrorCode, budget.SpentUsd));
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_half_way_counts_what_had_come_and_fail_closed_closes()
    {
        using var body = new StallingStream();
        body.Feed(Bills.Events(0.4m).Split("\n\n")[0] + "\n\n");
        using var service = Bills.Service(_ => StubHandler.Response(body, "text/event-stream"));
        var budget = new RouteurBudget(1m);
        var closed = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(budget)
            .UseRouteurBudget(o => (o.Budget, o.FailClosed) = (closed, true))
            .Build();
        using var cancellation = new CancellationTokenSource();

        IAsyncEnumerator<ChatResponseUpdate> stream = chat.GetStreamingResponseAsync("Hello", cancellationToken: cancellation.Token).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        Task<bool> next = stream.MoveNextAsync().AsTask();
        await body.ReaderWaits();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await stream.DisposeAsync();
        await BudgetClocks.NothingInFlightAsync(budget);

        Assert.Equal((0.0022m, 0m, 1), (budget.SpentUsd, closed.SpentUsd, closed.UnknownCosts));
        Assert.Contains("a call was cancelled and may have been billed", (await Bills.RefusedAsync(chat)).Message, StringComparison.Ordinal);
        Assert.True(body.Disposed);
    }
}
