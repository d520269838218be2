using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>What failed calls count for.</summary>
public class BudgetFailureTests
{
    // "Hello" is 2 tokens at 100 USD per million; an answer that was lost is 1,000 tokens at 1,000 per million.
    private const decimal Lost = 1.0002m;

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "blocked_by_dlp")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not_found")]
    [InlineData(429, "rate_limited")]
    [InlineData(502, "upstream_error")]
    [InlineData(502, "provider_unconfigured")]
    [InlineData(503, "unavailable")]
    [InlineData(200, "blocked_by_dlp")]
    public async Task What_no_provider_has_worked_on_costs_nothing(int status, string code) => Assert.Equal(0m, await FailAsync(status, code));

    [Theory]
    [InlineData(403, "blocked_by_moderation")]
    [InlineData(408, "timeout")]
    [InlineData(500, "oops")]
    [InlineData(504, "upstream_error")]
    [InlineData(200, "upstream_error")]
    public async Task What_a_provider_may_have_worked_on_counts_at_an_estimate(int status, string code) => Assert.Equal(Lost, await FailAsync(status, code));

    [Fact]
    public async Task A_lost_answer_counts_with_the_longest_one_that_was_allowed() =>
        Assert.Equal(0.0002m + 0.05m, await FailAsync(403, "blocked_by_moderation", maxOutputTokens: 50));

    [Theory]
    [InlineData(""","usage":{"prompt_tokens":13,"completion_tokens":7,"total_tokens":20}""", 0.0083)]
    [InlineData(""","routeur":{"request_id":"r","cost_usd":0.25}""", 0.25)]
    [InlineData(""","routeur":{"prompt_tokens":13,"completion_tokens":7}""", 0.0083)]
    public async Task An_error_that_tells_its_tokens_or_its_cost_counts_so(string rest, decimal expected) =>
        Assert.Equal(expected, await FailAsync(403, "blocked_by_moderation", rest: rest));

    [Fact]
    public async Task A_call_that_never_arrived_costs_nothing()
    {
        using var service = Bills.Service(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        Assert.Equal(0m, await FailAsync(service));
    }

    [Fact]
    public async Task A_connection_that_broke_while_the_provider_worked_counts_at_an_estimate()
    {
        using var service = Bills.Service(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));
        Assert.Equal(Lost, await FailAsync(service));
    }

    [Fact]
    public async Task An_argument_that_cannot_be_sent_costs_nothing()
    {
        using var service = Bills.Service(Bills.Json(1m));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await Assert.ThrowsAsync<ArgumentException>(() => chat.GetResponseAsync("Hello", new ChatOptions { AdditionalProperties = new() { ["routeur_typo"] = 1 } }));

        Assert.Equal((0m, 0, 0), (budget.SpentUsd, budget.InFlight, budget.UnknownCosts));
    }

    [Fact]
    public async Task A_cancelled_call_counts_at_an_estimate_and_one_that_was_cancelled_before_it_began_not_at_all()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new StubHandler(async (request, cancellationToken) =>
        {
            if (request.Method == "POST")
            {
                sent.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return Bills.Priced("auto");
        });
        var budget = new RouteurBudget(10m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();
        using var cancellation = new CancellationTokenSource();

        Task<ChatResponse> call = chat.GetResponseAsync("Hello", cancellationToken: cancellation.Token);
        await sent.Task;
        Assert.Equal(1, budget.InFlight);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal(Lost, budget.SpentUsd);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat.GetResponseAsync("Hello", cancellationToken: cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            chat.GetStreamingResponseAsync("Hello", cancellationToken: cancellation.Token).ToChatResponseAsync(CancellationToken.None));
        Assert.Equal((Lost, 0), (budget.SpentUsd, budget.InFlight));
    }

    [Fact]
    public async Task A_call_whose_client_is_disposed_under_it_counts_and_a_call_on_a_disposed_client_does_not()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new StubHandler(async (_, cancellationToken) =>
        {
            sent.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("unreachable");
        });
        var budget = new RouteurBudget(10m);
        IChatClient inner = TestClients.Chat(service);
        using IChatClient chat = inner.AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.5m)).Build();

        Task<ChatResponse> call = chat.GetResponseAsync("Hello");
        await sent.Task;
        inner.GetService<RouteurClient>()!.Dispose();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => call);
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal(0.5m, budget.SpentUsd);

        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => chat.GetResponseAsync("Hello"));
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal(0.5m, budget.SpentUsd);
    }

    [Fact]
    public async Task A_call_whose_client_is_disposed_in_the_pause_after_a_504_counts_as_the_504_would()
    {
        var time = new ObservedTimeProvider();
        using var service = new StubHandler(_ =>
        {
            HttpResponseMessage response = Bills.Error(HttpStatusCode.GatewayTimeout, "upstream_error");
            response.Headers.TryAddWithoutValidation("Retry-After", "20");
            return response;
        });
        var budget = new RouteurBudget(10m);
        RouteurClient client = TestClients.OnClock(service, time, o => o.MaxRetries = 3);
        using IChatClient chat = client.AsIChatClient().AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.5m)).Build();

        Task<ChatResponse> call = chat.GetResponseAsync("Hello");
        await time.WaitFor(TimeSpan.FromSeconds(20));
        client.Dispose();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => call);
        await BudgetClocks.NothingInFlightAsync(budget);

        Assert.Equal(0.5m, budget.SpentUsd);
    }

    [Fact]
    public async Task A_stream_whose_client_is_disposed_before_it_is_read_costs_nothing()
    {
        using var service = Bills.Service(Bills.Json(1m));
        var budget = new RouteurBudget(10m);
        IChatClient inner = TestClients.Chat(service);
        using IChatClient chat = inner.AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.5m)).Build();

        IAsyncEnumerable<ChatResponseUpdate> stream = chat.GetStreamingResponseAsync("Hello");
        inner.GetService<RouteurClient>()!.Dispose();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => stream.ToChatResponseAsync());
        await BudgetClocks.NothingInFlightAsync(budget);

        Assert.Equal((0m, 0), (budget.SpentUsd, service.Sent()));
    }

    [Fact]
    public async Task A_failure_never_waits_for_a_price()
    {
        var price = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new StubHandler(async (request, cancellationToken) => request.Method == "POST"
            ? Bills.Error(HttpStatusCode.GatewayTimeout, "upstream_error")
            : await price.Task.WaitAsync(cancellationToken));
        var budget = new RouteurBudget(10m);

        // The step's clock stands still: waiting for the price would never end.
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(budget)
            .Build(new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider()).BuildServiceProvider());

        await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello"));
        Assert.Equal((0m, 1), (budget.SpentUsd, budget.InFlight));
        price.SetResult(Bills.Priced("auto"));
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal(Lost, budget.SpentUsd);
    }

    [Theory]
    [InlineData("blocked_by_moderation", "a call failed (blocked_by_moderation) and may have been billed")]
    [InlineData("blocked_by_dlp", null)]
    public async Task Fail_closed_closes_for_a_failure_that_may_have_cost_something(string code, string? problem)
    {
        using var service = Bills.Service(_ => Bills.Error(HttpStatusCode.Forbidden, code, "the text of an answer"));
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(1m, configure: o => o.FailClosed = true).Build();

        await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello"));
        RouteurException next = await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello"));

        Assert.Equal(problem is null ? new RouteurErrorCode(code) : RouteurErrorCode.BudgetExceeded, next.ErrorCode);
        Assert.Contains(problem ?? "", next.Message, StringComparison.Ordinal);
        if (problem is not null)
        {
            Assert.DoesNotContain("the text of an answer", next.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<decimal> FailAsync(int status, string code, int? maxOutputTokens = null, string rest = "")
    {
        using var service = Bills.Service(_ => Bills.Error((HttpStatusCode)status, code, rest: rest));
        return await FailAsync(service, maxOutputTokens);
    }

    private static async Task<decimal> FailAsync(StubHandler service, int? maxOutputTokens = null)
    {
        var plain = new RouteurBudget(10m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(plain).Build();
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(
            () => chat.GetResponseAsync("Hello", new ChatOptions { MaxOutputTokens = maxOutputTokens }));
        Assert.NotEqual(RouteurErrorCode.BudgetExceeded, error.ErrorCode);
        await BudgetClocks.NothingInFlightAsync(plain);

        // A stream that fails before its first update counts the same.
        var streamed = new RouteurBudget(10m);
        using IChatClient streaming = TestClients.Chat(service).AsBuilder().UseRouteurBudget(streamed).Build();
        await Assert.ThrowsAsync<RouteurException>(
            () => streaming.GetStreamingResponseAsync("Hello", new ChatOptions { MaxOutputTokens = maxOutputTokens }).ToChatResponseAsync());
        await BudgetClocks.NothingInFlightAsync(streamed);

        Assert.Equal((plain.SpentUsd, 0, 0), (streamed.SpentUsd, plain.UnknownCosts, streamed.UnknownCosts));
        return plain.SpentUsd;
    }
}
