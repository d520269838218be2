using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Routeur.AI.Agents.Tests.Support;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.BadInput;

/// <summary>What the app itself does wrong, or takes back.</summary>
public sealed class MisuseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_over_a_disposed_client_says_so(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        ChatClientAgent agent = on.Chat.AsAIAgent();
        on.Chat.Dispose();

        ObjectDisposedException disposed = await Assert.ThrowsAsync<ObjectDisposedException>(() => RunAsync(agent, streamed));

        Assert.Contains(nameof(RouteurChatClient), disposed.ObjectName, StringComparison.Ordinal);
        Assert.Empty(on.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_is_cancelled_before_it_starts_sends_nothing(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(on.Chat.AsAIAgent(), streamed, cancellationToken: new CancellationToken(true)));

        Assert.Empty(on.Requests);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_in_its_midst_lets_the_gateway_go()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.Stall(afterChunks: 2));
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (AgentResponseUpdate update in on.Routed.AsAIAgent().RunStreamingAsync("Hello", cancellationToken: cancel.Token))
            {
                if (update.Text.Length > 0)
                {
                    await cancel.CancelAsync();
                }
            }
        });

        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(on.Requests).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_is_cancelled_by_its_function_makes_no_further_call(bool streamed)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        using var cancel = new CancellationTokenSource();
        ChatClientAgent agent = on.Routed.AsAIAgent(tools: [AIFunctionFactory.Create(
            (CancellationToken cancellationToken) =>
            {
                cancel.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            },
            "act")]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(agent, streamed, cancellationToken: cancel.Token));

        Assert.Single(on.Requests);
    }

    [Fact]
    public async Task A_stream_that_is_left_early_lets_the_gateway_go()
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        on.Gateway.Enqueue(ScriptedReply.Stall(afterChunks: 2));

        await foreach (AgentResponseUpdate update in on.Routed.AsAIAgent().RunStreamingAsync("Hello"))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(on.Requests).Outcome);
    }

    [Theory]
    [InlineData("routeur_povider", "gemini", "routeur_povider")]
    [InlineData("routeur_provider", 7, "routeur_provider")]
    [InlineData("routeur_model", "g\u00e9mini", "routeur_model")]
    [InlineData("routeur_trace", "maybe", "routeur_trace")]
    public async Task A_wrong_key_or_value_in_a_runs_options_is_named_before_anything_is_sent(string key, object value, string named)
    {
        await using AgentsOnGateway on = await AgentsOnGateway.StartAsync();
        var options = new AgentRunOptions { AdditionalProperties = new() { [key] = value } };

        foreach (IChatClient chat in new[] { on.Chat, on.Routed })
        {
            foreach (bool streamed in new[] { false, true })
            {
                ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(chat.AsAIAgent(), streamed, options));
                Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
            }
        }

        Assert.Empty(on.Requests);
    }

    [Fact]
    public void A_missing_key_is_said_when_the_client_is_made_and_names_the_variable()
    {
        ArgumentException missing = Assert.Throws<ArgumentException>(() => new RouteurChatClient().AsAIAgent());

        Assert.Contains("ROUTEUR_KEY", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_routing_step_around_another_client_is_refused_when_the_agent_is_built()
    {
        using var other = new OpenAI.Chat.ChatClient("gpt-4o", "sk-none").AsIChatClient();

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => other.AsBuilder().UseRouteurRouting().Build().AsAIAgent());

        Assert.Contains(nameof(RouteurChatClient), refused.Message, StringComparison.Ordinal);
    }

    private static async Task<AgentResponse> RunAsync(
        AIAgent agent, bool streamed, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => streamed
            ? await agent.RunStreamingAsync("Act.", options: options, cancellationToken: cancellationToken).ToAgentResponseAsync(CancellationToken.None)
            : await agent.RunAsync("Act.", options: options, cancellationToken: cancellationToken);
}
