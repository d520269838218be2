using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>Calls whose cost the service does not tell.</summary>
public class BudgetUnknownCostTests
{
    // 13 tokens at 100 and 7 at 1,000 USD per million.
    private const decimal Estimate = 0.0083m;

    [Fact]
    public async Task They_count_at_the_model_s_price_which_is_looked_up_once()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await chat.GetResponseAsync("Hello");
        Assert.Equal(Estimate, budget.SpentUsd);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => chat.GetResponseAsync("Hello")));

        Assert.Equal((51 * Estimate, 0, 0), (budget.SpentUsd, budget.UnknownCosts, budget.InFlight));
        RecordedRequest lookUp = Assert.Single(service.Requests, request => request.Method == "GET");
        Assert.EndsWith("/models/gpt-4o-mini", lookUp.Uri.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "auto", "gpt-4o-mini-2024-07-18,gpt-4o-mini")]
    [InlineData("gpt-4o", "gpt-4o", "gpt-4o-mini-2024-07-18,gpt-4o-mini,gpt-4o")]
    [InlineData(null, "auto", "gpt-4o-mini-2024-07-18,gpt-4o-mini,auto")]
    public async Task Without_a_trace_the_answer_s_name_of_the_model_is_tried_then_without_its_date_then_the_one_asked_for(
        string? asked, string known, string lookedUp)
    {
        string last = lookedUp.Split(',')[^1];
        using var service = Bills.Service(
            _ => StubHandler.Response(Bills.Json(null, trace: false)),
            id => id == last || id == known ? Bills.Priced(id) : Bills.Error(HttpStatusCode.NotFound, "not_found"));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(budget).Build();

        await chat.GetResponseAsync("Hello", new ChatOptions { ModelId = asked });
        await chat.GetResponseAsync("Hello", new ChatOptions { ModelId = asked });

        Assert.Equal(2 * Estimate, budget.SpentUsd);
        Assert.Equal(lookedUp.Split(','), service.Requests.Where(r => r.Method == "GET").Select(r => r.Uri.Segments[^1]));
    }

    [Fact]
    public async Task The_app_s_own_estimate_comes_first()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(o =>
            {
                o.Budget = budget;
                o.EstimateUsd = (trace, usage) => trace?.Provider == "openai" ? (usage.InputTokenCount + (10 * usage.OutputTokenCount)) / 1000m : null;
            })
            .Build();

        await chat.GetResponseAsync("Hello");

        Assert.Equal((0.083m, 0), (budget.SpentUsd, service.LookUps()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("negative")]
    [InlineData("throws")]
    public async Task An_estimate_that_does_not_know_leaves_it_to_the_price(string kind)
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null)));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(o => (o.Budget, o.EstimateUsd) = (budget, (_, _) => kind switch
            {
                "null" => null,
                "negative" => -1m,
                _ => throw new InvalidOperationException("a mistake"),
            }))
            .Build();

        await chat.GetResponseAsync("Hello");

        Assert.Equal(Estimate, budget.SpentUsd);
    }

    [Fact]
    public async Task Tokens_that_nobody_counted_are_guessed_from_the_texts()
    {
        using var service = Bills.Service(Bills.Json(null, usage: false));
        UsageDetails? seen = null;
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(1m, configure: o => o.EstimateUsd = (_, usage) => (seen = usage) is null ? null : 0m)
            .Build();

        await chat.GetResponseAsync([
            new ChatMessage(ChatRole.System, "123456"),
            new ChatMessage(ChatRole.User, [new TextContent("日本"), new DataContent(new byte[] { 1 }, "image/png")])]);

        // 12 bytes of text and an image; five letters back.
        Assert.Equal((1_004, 2, 1_006), (seen!.InputTokenCount, seen.OutputTokenCount, seen.TotalTokenCount));
    }

    [Fact]
    public async Task Without_any_price_the_budget_closes_and_says_why()
    {
        using var service = Bills.Service(
            _ => StubHandler.Response(Bills.Json(null, id: "req_7")), _ => Bills.Error(HttpStatusCode.NotFound, "not_found"));
        var budget = new RouteurBudget(1m);
        using var log = new CapturedLogs();
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(budget)
            .Build(new ServiceCollection().AddSingleton<ILoggerFactory>(log).BuildServiceProvider());

        Assert.Equal("Hello", (await chat.GetResponseAsync("Hello")).Text);

        const string Problem = "the trace req_7 has no cost_usd, and there is no price for gpt-4o-mini or gpt-4o-mini-2024-07-18 or auto";
        Assert.Equal(
            $"The budget of 1 USD refuses calls, because the cost of an earlier one is not known: {Problem}: 0 of 1 USD spent, 0 in flight. The call was not sent.",
            (await Bills.RefusedAsync(chat)).Message);
        Assert.Equal(1, budget.UnknownCosts);
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains(Problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_answer_calls_itself_reaches_a_message_without_keys_and_not_at_any_length()
    {
        string longName = new('x', 100_000);
        var models = new Queue<string>(["rtr_0123456789abcdef", longName]);
        using var service = Bills.Service(
            _ => StubHandler.Response(Bills.Json(null, id: longName).Replace("gpt-4o-mini", models.Dequeue(), StringComparison.Ordinal)),
            _ => Bills.Error(HttpStatusCode.NotFound, "not_found"));

        for (int i = 0; i < 2; i++)
        {
            using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(1m).Build();
            await chat.GetResponseAsync("Hello");
            string message = (await Bills.RefusedAsync(chat)).Message;
            Assert.DoesNotContain("0123456789", message, StringComparison.Ordinal);
            Assert.InRange(message.Length, 100, 500);
        }
    }

    [Fact]
    public async Task Without_any_price_the_reservation_counts()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null)), _ => Bills.Error(HttpStatusCode.NotFound, "not_found"));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.5m)).Build();

        await chat.GetResponseAsync("Hello");
        await chat.GetResponseAsync("Hello");

        await Bills.RefusedAsync(chat);
        Assert.Equal((1m, 0), (budget.SpentUsd, budget.UnknownCosts));
    }

    [Fact]
    public async Task A_look_up_that_failed_is_tried_again_at_the_next_call()
    {
        var prices = new Queue<HttpResponseMessage>([Bills.Error(HttpStatusCode.InternalServerError, "oops"), Bills.Priced("gpt-4o-mini")]);
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null)), id => id == "gpt-4o-mini" ? prices.Dequeue() : Bills.Error(HttpStatusCode.NotFound, "not_found"));
        var budget = new RouteurBudget(10m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(o => (o.Budget, o.ReservationUsd) = (budget, 0.5m)).Build();

        await chat.GetResponseAsync("Hello");
        Assert.Equal(0.5m, budget.SpentUsd);
        await chat.GetResponseAsync("Hello");
        Assert.Equal(0.5m + Estimate, budget.SpentUsd);
        await chat.GetResponseAsync("Hello");
        Assert.Equal(0.5m + (2 * Estimate), budget.SpentUsd);
    }

    [Fact]
    public async Task An_answer_waits_ten_seconds_for_a_price_and_its_call_is_in_flight_until_it_is_there()
    {
        var price = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new StubHandler(async (request, cancellationToken) =>
        {
            if (request.Method == "POST")
            {
                return StubHandler.Response(Bills.Json(null));
            }

            asked.SetResult();
            return await price.Task.WaitAsync(cancellationToken);
        });
        var time = new FakeTimeProvider();
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(budget)
            .Build(new ServiceCollection().AddSingleton<TimeProvider>(time).BuildServiceProvider());

        Task<ChatResponse> call = chat.GetResponseAsync("Hello");
        await asked.Task;
        Assert.False(call.IsCompleted);
        while (!call.IsCompleted)
        {
            // The wait on the clock begins some time after the look-up.
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal("Hello", (await call).Text);
        Assert.Equal((0m, 1), (budget.SpentUsd, budget.InFlight));
        price.SetResult(Bills.Priced("gpt-4o-mini"));
        await BudgetClocks.NothingInFlightAsync(budget);
        Assert.Equal(Estimate, budget.SpentUsd);
    }

    [Fact]
    public async Task Fail_closed_estimates_nothing_and_lets_what_is_in_flight_end()
    {
        using var service = Bills.Service(_ => StubHandler.Response(Bills.Json(null, id: "req_9")));
        var budget = new RouteurBudget(1m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder()
            .UseRouteurBudget(o => (o.Budget, o.FailClosed, o.ReservationUsd, o.EstimateUsd) = (budget, true, 0.1m, (_, _) => 0.1m))
            .Build();

        await chat.GetResponseAsync("Hello");

        Assert.Contains("the trace req_9 has no cost_usd", (await Bills.RefusedAsync(chat)).Message, StringComparison.Ordinal);
        Assert.Equal((0m, 1, 1), (budget.SpentUsd, budget.UnknownCosts, service.Requests.Count));
    }

    [Fact]
    public async Task Behind_no_routeur_client_the_app_s_estimate_is_the_only_one()
    {
        var foreign = new ForeignChatClient(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")) { Usage = new() { InputTokenCount = 1, OutputTokenCount = 2 } });
        var guessed = new RouteurBudget(1m);
        await foreign.AsBuilder().UseRouteurBudget(o => (o.Budget, o.EstimateUsd) = (guessed, (_, usage) => usage.TotalTokenCount * 0.1m)).Build().GetResponseAsync("Hello");
        Assert.Equal(0.3m, guessed.SpentUsd);

        var blind = new RouteurBudget(1m);
        IChatClient chat = foreign.AsBuilder().UseRouteurBudget(blind).Build();
        await chat.GetResponseAsync("Hello");
        Assert.Contains("an answer came without a trace, and there is no price for its model", (await Bills.RefusedAsync(chat)).Message, StringComparison.Ordinal);
    }
}
