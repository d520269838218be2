namespace Routeur.AI.Tests.Routing;

public class RouteurRoutingTests
{
    [Fact]
    public void A_scope_ends_where_its_block_ends()
    {
        Assert.Equal("client auto", Target());
        using (RouteurRouting.BeginScope("gemini"))
        {
            Assert.Equal("gemini auto", Target());
            using (RouteurRouting.BeginScope("openai", "gpt-4o"))
            {
                Assert.Equal("openai gpt-4o", Target());
            }

            Assert.Equal("gemini auto", Target());
        }

        Assert.Equal("client auto", Target());
    }

    [Fact]
    public void Nothing_is_mixed_in_from_a_scope_around()
    {
        using IDisposable outer = RouteurRouting.BeginScope("gemini", "gemini-2.5-pro");
        using IDisposable inner = RouteurRouting.BeginScope(model: "gpt-4o");

        Assert.Equal("- gpt-4o", Target());
    }

    [Fact]
    public void A_scope_that_says_nothing_about_the_target_leaves_the_one_around_alone()
    {
        using IDisposable outer = RouteurRouting.BeginScope("gemini", trace: true);
        using IDisposable flag = RouteurRouting.BeginScope(trace: false);
        using IDisposable nothing = RouteurRouting.BeginScope();

        Assert.Equal("gemini auto", Target());
        Assert.False(RoutingPrecedenceTests.Resolve(null).Trace);
    }

    [Fact]
    public void An_overriding_scope_wins_over_what_is_opened_inside_it_and_over_calls()
    {
        using IDisposable constraint = RouteurRouting.BeginScope("gemini", overrideCalls: true, trace: false);
        using IDisposable plain = RouteurRouting.BeginScope("openai", "gpt-4o", trace: true);

        Assert.Equal("gemini auto", Target());
        Assert.False(RoutingPrecedenceTests.Resolve(null).Trace);

        RouteurDecision decision = RoutingPrecedenceTests.Resolve(new() { ModelId = "gpt-4o-mini" });
        RoutingPrecedenceTests.AssertSent(decision, RouteurDecisionLevel.OverridingScope, "gemini", null, "auto");
    }

    [Fact]
    public void Of_several_overriding_scopes_the_outermost_decides()
    {
        using IDisposable flagOnly = RouteurRouting.BeginScope(trace: false, overrideCalls: true);
        using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
        {
            using IDisposable inner = RouteurRouting.BeginScope("openai", "gpt-4o", trace: true, overrideCalls: true);

            Assert.Equal("gemini auto", Target());
            Assert.False(RoutingPrecedenceTests.Resolve(null).Trace);
        }

        using IDisposable alone = RouteurRouting.BeginScope("openai", overrideCalls: true);
        Assert.Equal("openai auto", Target());
    }

    [Fact]
    public void A_constraint_without_content_is_refused()
    {
        foreach (string? missing in new[] { null, "", " " })
        {
            var exception = Assert.Throws<ArgumentException>("overrideCalls", () => { RouteurRouting.BeginScope(missing, overrideCalls: true); });
            Assert.Contains("constrain nothing", exception.Message, StringComparison.Ordinal);
        }

        Assert.Null(RouteurRouting.Current);
    }

    [Fact]
    public void Closing_out_of_order_ends_only_the_scope_that_is_closed()
    {
        IDisposable outer = RouteurRouting.BeginScope("outer");
        IDisposable middle = RouteurRouting.BeginScope("middle");
        IDisposable inner = RouteurRouting.BeginScope("inner");

        outer.Dispose();
        Assert.Equal("inner auto", Target());
        inner.Dispose();
        Assert.Equal("middle auto", Target());
        middle.Dispose();
        Assert.Equal("client auto", Target());
        Assert.Null(RouteurRouting.Current);
    }

    [Fact]
    public void Closing_an_outer_constraint_first_ends_it_while_the_inner_scope_stays()
    {
        IDisposable constraint = RouteurRouting.BeginScope("gemini", overrideCalls: true, trace: false);
        IDisposable plain = RouteurRouting.BeginScope("openai");
        IDisposable flag = RouteurRouting.BeginScope(trace: true);

        constraint.Dispose();

        Assert.Equal("openai auto", Target());
        Assert.True(RoutingPrecedenceTests.Resolve(null).Trace);
        flag.Dispose();
        plain.Dispose();
        Assert.Null(RouteurRouting.Current);
    }

    [Fact]
    public void Closing_twice_does_no_harm()
    {
        using IDisposable outer = RouteurRouting.BeginScope("outer");
        IDisposable inner = RouteurRouting.BeginScope("inner");
        inner.Dispose();
        inner.Dispose();

        Assert.Equal("outer auto", Target());
        using IDisposable next = RouteurRouting.BeginScope("next");
        inner.Dispose();
        Assert.Equal("next auto", Target());
    }

    [Fact]
    public async Task A_scope_follows_awaits_and_tasks_but_never_flows_back()
    {
        using IDisposable scope = RouteurRouting.BeginScope("gemini");
        await Task.Yield();
        Assert.Equal("gemini auto", Target());

        string seen = await Task.Run(async () =>
        {
            string before = Target();
            using IDisposable own = RouteurRouting.BeginScope("openai");
            await Task.Yield();
            return $"{before}, {Target()}";
        });

        Assert.Equal("gemini auto, openai auto", seen);
        await OpenAndForgetAsync();
        Assert.Equal("gemini auto", Target());

        static async Task OpenAndForgetAsync()
        {
            await Task.Yield();
            RouteurRouting.BeginScope("forgotten");
        }
    }

    [Fact]
    public async Task Work_that_was_started_inside_keeps_the_scope_after_it_is_closed()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string> work;
        using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
        {
            work = Task.Run(async () =>
            {
                await closed.Task;
                return Target();
            });
        }

        Assert.Equal("client auto", Target());
        closed.SetResult();
        Assert.Equal("gemini auto", await work);
    }

    private static string Target()
    {
        RouteurDecision decision = RoutingPrecedenceTests.Resolve(null);
        return decision.Level is RouteurDecisionLevel.Client
            ? $"client {decision.Model}"
            : $"{decision.ForcedProvider ?? "-"} {decision.Model}";
    }
}
