using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Budget;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Budget;

/// <summary>Tool loops of three round trips, with the step behind and in front of <c>UseFunctionInvocation</c>.</summary>
public class BudgetToolLoopTests
{
    private static readonly ChatOptions Tools = new() { Tools = [AIFunctionFactory.Create(() => "found", "lookup")] };

    public static TheoryData<bool, bool, string?> Placements
    {
        get
        {
            var data = new TheoryData<bool, bool, string?>();
            foreach (string? id in (string?[])[null, ""])
            {
                data.Add(true, true, id);
                data.Add(true, false, id);
                data.Add(false, true, id);
                data.Add(false, false, id);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task Every_round_trip_counts(bool behind, bool stream, string? id)
    {
        using StubHandler service = Service([0.1m, 0.2m, 0.3m], id);
        var budget = new RouteurBudget(10m);
        using IChatClient chat = Chain(service, behind, budget);

        Assert.Equal(stream ? "Hello there" : "Hello", await AskAsync(chat, stream));

        Assert.Equal((0.6m, 0, 3), (budget.SpentUsd, budget.InFlight, service.Sent()));
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task A_round_trip_without_a_cost_counts_at_an_estimate_of_its_own(bool behind, bool stream, string? id)
    {
        using StubHandler service = Service([0.1m, null, 0.3m], id);
        var budget = new RouteurBudget(10m);
        using IChatClient chat = Chain(service, behind, budget);

        await AskAsync(chat, stream);

        // In front of the loop a plain answer tells one usage for all, and these traces tell no tokens: all of it counts rather than too little.
        decimal estimate = behind || stream ? 0.0083m : 3 * 0.0083m;
        Assert.Equal((0.4m + estimate, 0), (budget.SpentUsd, budget.UnknownCosts));
    }

    [Fact]
    public async Task In_front_of_the_loop_a_round_trip_without_a_cost_gets_the_tokens_that_the_others_leave()
    {
        var answers = new Queue<string>([
            WithTokens(Bills.Json(0.1m, tool: true)), Bills.Json(null, tool: true), Bills.Json(null)]);
        using var service = Bills.Service(_ => StubHandler.Response(answers.Dequeue()));
        var budget = new RouteurBudget(10m);
        using IChatClient chat = Chain(service, behind: false, budget);

        await AskAsync(chat, stream: false);

        Assert.Equal(0.1m + (2 * 0.0083m), budget.SpentUsd);

        static string WithTokens(string json) =>
            json.Replace("\"cost_usd\"", "\"prompt_tokens\":13,\"completion_tokens\":7,\"total_tokens\":20,\"cost_usd\"", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Behind_the_loop_it_stops_in_the_middle_and_in_front_at_the_next_call(bool stream)
    {
        using StubHandler service = Service([0.6m, 0.6m, 0.6m], id: null);
        var inside = new RouteurBudget(1m);
        using (IChatClient chat = Chain(service, behind: true, inside))
        {
            RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => AskAsync(chat, stream));
            Assert.Equal((RouteurErrorCode.BudgetExceeded, 1.2m, 2), (error.ErrorCode, inside.SpentUsd, service.Sent()));
        }

        using StubHandler again = Service([0.6m, 0.6m, 0.6m], id: null);
        var outside = new RouteurBudget(1m);
        using (IChatClient chat = Chain(again, behind: false, outside))
        {
            await AskAsync(chat, stream);
            await Bills.RefusedAsync(chat);
            Assert.Equal((1.8m, 3), (outside.SpentUsd, again.Sent()));
        }
    }

    [Theory]
    [InlineData(false, 1.0)]
    [InlineData(true, 0.1)]
    public async Task In_front_of_a_loop_that_fails_later_on_something_is_counted(bool stream, double atLeast)
    {
        var answers = new Queue<Func<HttpResponseMessage>>([
            () => stream ? Bills.Stream(Bills.Events(0.1m, tool: true)) : StubHandler.Response(Bills.Json(0.1m, tool: true)),
            () => Bills.Error(System.Net.HttpStatusCode.TooManyRequests, "rate_limited")]);
        using var service = Bills.Service(_ => answers.Dequeue()());
        var budget = new RouteurBudget(10m);
        using IChatClient chat = Chain(service, behind: false, budget);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => AskAsync(chat, stream));
        await BudgetClocks.NothingInFlightAsync(budget);

        // A plain failure hides what the first round trip cost; a stream has told it. The rest is the guessed prompt, the tool's schema included.
        Assert.Equal(RouteurErrorCode.RateLimited, error.ErrorCode);
        Assert.InRange(budget.SpentUsd, (decimal)atLeast, (decimal)atLeast + 0.005m);
    }

    [Fact]
    public async Task A_scope_counts_once_when_a_chain_has_several_steps()
    {
        using StubHandler service = Service([0.1m, 0.2m, 0.3m], id: "");
        var outside = new RouteurBudget(10m);
        using IChatClient chat = TestClients.Chat(service).AsBuilder().UseRouteurBudget(outside).UseFunctionInvocation().UseRouteurBudget().Build();
        using RouteurBudgetScope scope = RouteurBudget.BeginScope(10m);

        await AskAsync(chat, stream: false);

        Assert.Equal((0.6m, 0.6m), (scope.Budget.SpentUsd, outside.SpentUsd));
    }

    [Theory]
    [InlineData(null, null, 0.3)]
    [InlineData("a", "b", 0.3)]
    [InlineData("a", "a", 0.2)]
    public void Messages_with_traces_of_their_own_are_round_trips_unless_their_ids_are_the_same(string? first, string? second, double expected)
    {
        var receipt = new CallReceipt(promptBytes: 0, options: null);

        receipt.Add(new ChatResponse([Message(0.1m, first), new ChatMessage(ChatRole.Assistant, "more"), Message(0.2m, second)]));

        Assert.Equal((decimal)expected, receipt.RoundTrips.Sum(trip => trip.Trace!.CostUsd));

        static ChatMessage Message(decimal usd, string? id) => new(ChatRole.Assistant, "text")
        {
            AdditionalProperties = new() { ["routeur"] = JsonSerializer.SerializeToElement(new { request_id = id, cost_usd = usd }) },
        };
    }

    private static StubHandler Service(decimal?[] costs, string? id)
    {
        int calls = 0;
        return Bills.Service(request =>
        {
            int call = Interlocked.Increment(ref calls) - 1;
            bool tool = call < costs.Length - 1;
            return request.Body.Contains("\"stream\":true", StringComparison.Ordinal)
                ? Bills.Stream(Bills.Events(costs[call], id, tool))
                : StubHandler.Response(Bills.Json(costs[call], id, tool));
        });
    }

    private static IChatClient Chain(StubHandler service, bool behind, RouteurBudget budget)
    {
        ChatClientBuilder builder = TestClients.Chat(service).AsBuilder().UseRouteurRouting();
        return (behind ? builder.UseFunctionInvocation().UseRouteurBudget(budget) : builder.UseRouteurBudget(budget).UseFunctionInvocation()).Build();
    }

    private static async Task<string> AskAsync(IChatClient chat, bool stream) =>
        (stream ? await chat.GetStreamingResponseAsync("Hello", Tools).ToChatResponseAsync() : await chat.GetResponseAsync("Hello", Tools)).Messages[^1].Text;
}
