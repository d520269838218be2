using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.RateLimiting;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>What calls count for that were never sent, and what is guessed of those that were.</summary>
public class BudgetQueueTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_is_cancelled_in_the_queue_costs_nothing_and_closes_no_budget(bool failClosed)
    {
        var gates = new RateGates();
        var time = new FakeTimeProvider();
        using var service = Bills.Service(_ =>
        {
            HttpResponseMessage refusal = Bills.Error(HttpStatusCode.TooManyRequests, "rate_limited");
            refusal.Headers.TryAddWithoutValidation("Retry-After", "60");
            return refusal;
        });
        using var client = new RouteurClient(
            TestClients.Settings(o => o.RespectRateLimits = true), TestClients.Transport(service), loggerFactory: null, httpClient: null, time, gates: gates);
        var budget = new RouteurBudget(10m);
        using IChatClient chat = client.AsIChatClient().AsBuilder().UseRouteurBudget(o => (o.Budget, o.FailClosed) = (budget, failClosed)).Build();
        using var cancellation = new CancellationTokenSource();

        Task refused = chat.GetResponseAsync("Hello", cancellationToken: cancellation.Token);
        await Waiting(1);
        Task queued = chat.GetStreamingResponseAsync("Hello", cancellationToken: cancellation.Token).ToChatResponseAsync(CancellationToken.None);
        await Waiting(2);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refused);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal((0m, 0), (budget.SpentUsd, budget.UnknownCosts));

        async Task Waiting(int calls)
        {
            RateGate gate = gates.Get(new Uri("http://127.0.0.1:9/v1"), TestClients.Key, time);
            while (gate.Waiting != calls)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_guessed_prompt_has_its_instructions_and_tools()
    {
        using var service = Bills.Service(_ => Bills.Error(HttpStatusCode.GatewayTimeout, "upstream_error"));
        var budget = new RouteurBudget(100m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();
        AIFunction tool = AIFunctionFactory.Create((string city) => city, "lookup", "Looks a city up.");
        var options = new ChatOptions { Instructions = new string('i', 3000), Tools = [tool], MaxOutputTokens = 1 };

        await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello", options, TestContext.Current.CancellationToken));
        await BudgetClocks.NothingInFlightAsync(budget);

        // 100 USD per million prompt tokens, three bytes each; one token of completion is 0.001.
        int bytes = 5 + 3000 + "lookup".Length + "Looks a city up.".Length + tool.JsonSchema.GetRawText().Length;
        Assert.Equal(0.001m + ((bytes + 2) / 3 * 0.0001m), budget.SpentUsd);
    }

    [Theory]
    [InlineData("rtr_live_0123456789")]
    [InlineData("a-key-like-no-other")]
    public async Task An_answer_that_repeats_the_key_gets_it_into_no_address_and_no_message(string key)
    {
        string answer = Bills.Json(usd: null, id: key).Replace("gpt-4o-mini-2024-07-18", key, StringComparison.Ordinal).Replace("gpt-4o-mini", key, StringComparison.Ordinal);
        using var service = Bills.Service(_ => StubHandler.Response(answer), _ => Bills.Error(HttpStatusCode.NotFound, "not_found"));
        using var logs = new CapturedLogs();
        using IChatClient chat = TestClients.Chat(service, o => o.ApiKey = key).AsBuilder()
            .UseRouteurBudget(1m)
            .Build(new ServiceCollection().AddSingleton<ILoggerFactory>(logs).BuildServiceProvider());

        await chat.GetResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken);
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => chat.GetResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(RouteurErrorCode.BudgetExceeded, error.ErrorCode);
        Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(service.Requests, request => request.Uri.AbsoluteUri.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Entries, entry => entry.ToString().Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_logger_that_throws_leaves_no_call_in_flight()
    {
        using var service = Bills.Service(Bills.Json(usd: null));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(o => (o.Budget, o.FailClosed) = (budget, true))
            .Build(new ServiceCollection().AddSingleton<ILoggerFactory>(new ThrowingLog()).BuildServiceProvider());

        await chat.GetResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), (budget.InFlight, budget.UnknownCosts));
    }

    private sealed class ThrowingLog : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The disk is full.");

        public void Dispose()
        {
        }
    }
}
