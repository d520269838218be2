using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Routing;

namespace Routeur.AI.Tests.Routing;

/// <summary>What the matrix does not enumerate.</summary>
public class RoutingPrecedenceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_blank_ModelId_says_nothing(string modelId)
    {
        RouteurDecision decision = Resolve(new ChatOptions { ModelId = modelId }, client: RoutingMatrix.Settings(model: "team-fast"));

        AssertSent(decision, RouteurDecisionLevel.Client, null, null, "team-fast");
    }

    [Fact]
    public void An_alias_is_the_call_speaking()
    {
        using IDisposable scope = RouteurRouting.BeginScope("gemini");

        AssertSent(Resolve(new ChatOptions { ModelId = "team-fast" }), RouteurDecisionLevel.Call, null, null, "team-fast");
    }

    [Theory]
    [InlineData("deepseek/deepseek-chat")]
    [InlineData("models/gemini-2.5-pro")]
    public void A_model_id_is_never_split_at_a_slash(string model)
    {
        AssertSent(Resolve(new ChatOptions { ModelId = model }), RouteurDecisionLevel.Call, null, null, model);
        AssertSent(Resolve(new ChatOptions().WithRouteur(model: model)), RouteurDecisionLevel.Call, null, model, model);
        AssertSent(Resolve(new ChatOptions { ModelId = model }.WithRouteur("openai")), RouteurDecisionLevel.Call, "openai", model, model);
    }

    [Fact]
    public void A_forced_model_wins_over_the_named_one()
    {
        ChatOptions options = new ChatOptions { ModelId = "gpt-4o-mini" }.WithRouteur(model: "gpt-4o");

        AssertSent(Resolve(options), RouteurDecisionLevel.Call, null, "gpt-4o", "gpt-4o");
    }

    [Fact]
    public void A_provider_with_ModelId_auto_sends_the_provider_only() =>
        AssertSent(Resolve(new ChatOptions { ModelId = "auto" }.WithRouteur("openai")), RouteurDecisionLevel.Call, "openai", null, "auto");

    [Fact]
    public void Forcing_auto_hands_the_choice_back_to_the_rules()
    {
        RouteurSettings client = RoutingMatrix.Settings("deepseek", "deepseek-chat");
        AssertSent(Resolve(new ChatOptions { ModelId = "gpt-4o" }.WithRouteur(model: "auto"), client: client), RouteurDecisionLevel.Call, null, null, "auto");
        AssertSent(Resolve(new ChatOptions().WithRouteur("openai", "auto"), client: client), RouteurDecisionLevel.Call, "openai", null, "auto");

        using IDisposable scope = RouteurRouting.BeginScope(model: "auto");
        AssertSent(Resolve(null, client: client), RouteurDecisionLevel.Scope, null, null, "auto");
    }

    [Fact]
    public void A_scope_may_force_a_model_alone()
    {
        using IDisposable scope = RouteurRouting.BeginScope(model: "gpt-4o");

        AssertSent(Resolve(null, client: RoutingMatrix.Settings("deepseek")), RouteurDecisionLevel.Scope, null, "gpt-4o", "gpt-4o");
    }

    [Fact]
    public void The_model_of_the_raw_options_is_the_call_speaking_and_wins_over_ModelId()
    {
        using IDisposable scope = RouteurRouting.BeginScope("gemini");

        AssertSent(Resolve(null, "raw-model"), RouteurDecisionLevel.Call, null, null, "raw-model");
        AssertSent(Resolve(new ChatOptions { ModelId = "gpt-4o" }, "raw-model"), RouteurDecisionLevel.Call, null, null, "raw-model");
        AssertSent(Resolve(new ChatOptions { ModelId = "gpt-4o" }.WithRouteur("openai"), "raw-model"), RouteurDecisionLevel.Call, "openai", "raw-model", "raw-model");
        AssertSent(Resolve(new ChatOptions().WithRouteur(model: "gpt-4o"), "raw-model"), RouteurDecisionLevel.Call, null, "gpt-4o", "gpt-4o");
    }

    [Theory]
    [InlineData("gpt\r\nAuthorization: x", "line break")]
    [InlineData("gpt-é", "U+00E9")]
    public void A_ModelId_is_checked_when_it_becomes_a_header_and_free_text_otherwise(string model, string problem)
    {
        Assert.Equal(model, Resolve(new ChatOptions { ModelId = model }).Model);

        var exception = Assert.Throws<ArgumentException>(() => Resolve(new ChatOptions { ModelId = model }.WithRouteur("openai")));
        Assert.Equal("ChatOptions.ModelId", exception.ParamName);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);

        exception = Assert.Throws<ArgumentException>(() => Resolve(new ChatOptions().WithRouteur("openai"), model));
        Assert.Contains("raw options", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<bool?, bool?, bool?, bool, bool> Flags
    {
        get
        {
            var data = new TheoryData<bool?, bool?, bool?, bool, bool>();
            bool?[] values = [null, true, false];
            foreach (bool? overriding in values)
            {
                foreach (bool? call in values)
                {
                    foreach (bool? scope in values)
                    {
                        foreach (bool client in new[] { true, false })
                        {
                            data.Add(overriding, call, scope, client, new[] { overriding, call, scope, client }.First(v => v is not null)!.Value);
                        }
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_flag_is_resolved_by_itself(bool? overriding, bool? call, bool? scope, bool client, bool expected)
    {
        using IDisposable? outer = overriding is null ? null : RouteurRouting.BeginScope(trace: overriding, overrideCalls: true);
        using IDisposable inner = RouteurRouting.BeginScope("gemini", trace: scope);

        RouteurDecision decision = Resolve(new ChatOptions().WithRouteur(trace: call), client: RoutingMatrix.Settings(trace: client));

        Assert.Equal(expected, decision.Trace);
        AssertSent(decision, RouteurDecisionLevel.Scope, "gemini", null, "auto");
    }

    [Fact]
    public void The_reason_says_what_spoke_and_that_a_scope_lost()
    {
        Assert.Contains("client's defaults", Resolve(null).Reason, StringComparison.Ordinal);
        Assert.Contains("ChatOptions.ModelId", Resolve(new ChatOptions { ModelId = "m" }).Reason, StringComparison.Ordinal);
        Assert.Contains("raw options", Resolve(null, "m").Reason, StringComparison.Ordinal);
        Assert.Contains("WithRouteur", Resolve(new ChatOptions().WithRouteur("openai")).Reason, StringComparison.Ordinal);

        using IDisposable scope = RouteurRouting.BeginScope("gemini");
        Assert.Contains("ambient scope", Resolve(null).Reason, StringComparison.Ordinal);
        Assert.EndsWith("loses.", Resolve(new ChatOptions { ModelId = "m" }).Reason, StringComparison.Ordinal);
        Assert.EndsWith("loses.", Resolve(null, "m").Reason, StringComparison.Ordinal);
        Assert.EndsWith("loses.", Resolve(new ChatOptions().WithRouteur("openai")).Reason, StringComparison.Ordinal);

        using IDisposable overriding = RouteurRouting.BeginScope("openai", overrideCalls: true);
        RouteurDecision decision = Resolve(new ChatOptions { ModelId = "m" });
        Assert.Contains("overrideCalls", decision.Reason, StringComparison.Ordinal);
        Assert.False(decision.ScopeLost);
    }

    [Fact]
    public void A_scope_that_only_sets_a_flag_does_not_lose()
    {
        using IDisposable scope = RouteurRouting.BeginScope(trace: false);

        Assert.False(Resolve(new ChatOptions { ModelId = "m" }).ScopeLost);
    }

    [Fact]
    public void A_decision_reads_as_one_line()
    {
        string text = Resolve(new ChatOptions().WithRouteur("openai", "gpt-4o")).ToString();

        Assert.StartsWith("model \"gpt-4o\", Routeur-Provider: openai, Routeur-Model: gpt-4o (Call: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolving_allocates_the_decision_and_nothing_else()
    {
        RouteurSettings client = RoutingMatrix.Settings("deepseek", "deepseek-chat");
        ChatOptions options = new ChatOptions { ModelId = "gpt-4o-mini" }.WithRouteur("openai", trace: true);
        using IDisposable scope = RouteurRouting.BeginScope("gemini");

        long perDecision = Allocated(() => new RouteurDecision("m", null, null, true, RouteurDecisionLevel.Call, ""));

        Assert.Equal(perDecision, Allocated(() => RoutingPrecedence.Resolve(options, null, RouteurRouting.Current, client)));
        Assert.Equal(perDecision, Allocated(() => RoutingPrecedence.Resolve(null, null, RouteurRouting.Current, client)));
        Assert.Equal(perDecision, Allocated(() => RoutingPrecedence.Resolve(null, null, null, client)));
    }

    [Fact]
    public async Task Two_hundred_parallel_flows_with_scopes_of_their_own_never_mix()
    {
        RouteurSettings client = RoutingMatrix.Settings();
        var shared = new ChatOptions { Temperature = 0.5f };
        var everybodyIsInside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int inside = 0;

        string?[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            using IDisposable scope = RouteurRouting.BeginScope($"p{i}", i % 2 == 0 ? $"m{i}" : null);
            if (Interlocked.Increment(ref inside) == 200)
            {
                everybodyIsInside.SetResult();
            }

            await everybodyIsInside.Task;
            await Task.Yield();
            RouteurDecision decision = RoutingPrecedence.Resolve(shared, null, RouteurRouting.Current, client);
            return $"{decision.ForcedProvider}/{decision.ForcedModel}";
        })));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"p{i}/{(i % 2 == 0 ? $"m{i}" : "")}"), answers);
        Assert.Null(RouteurRouting.Current);
    }

    [Fact]
    public void Options_read_by_many_threads_stay_as_they_are()
    {
        ChatOptions options = new ChatOptions { ModelId = "gpt-4o-mini" }.WithRouteur("openai", trace: false);
        string before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);

        Parallel.For(0, 10_000, _ => AssertSent(Resolve(options), RouteurDecisionLevel.Call, "openai", "gpt-4o-mini", "gpt-4o-mini"));

        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
    }

    private static long Allocated(Func<RouteurDecision> make)
    {
        for (int i = 0; i < 100; i++)
        {
            make();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        RouteurDecision decision = make();
        long after = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(decision);
        return after - before;
    }

    internal static RouteurDecision Resolve(ChatOptions? options, string? rawModel = null, RouteurSettings? client = null) =>
        RoutingPrecedence.Resolve(options, rawModel, RouteurRouting.Current, client ?? RoutingMatrix.Settings());

    internal static void AssertSent(RouteurDecision decision, RouteurDecisionLevel level, string? provider, string? model, string body) =>
        Assert.Equal((level, provider, model, body), (decision.Level, decision.ForcedProvider, decision.ForcedModel, decision.Model));
}
