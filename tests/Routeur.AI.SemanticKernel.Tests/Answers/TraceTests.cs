using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Answers;

public sealed class TraceTests
{
    [Fact]
    public async Task A_message_tells_where_it_came_from_what_it_cost_and_how_it_ended()
    {
        await using KernelOnGateway on = await StartAsync();

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync("Hello");

        RouteurTrace trace = answer.GetRouteurTrace()!;
        Assert.Equal(("openai", "gpt-4o-mini", "default"), (trace.Provider, trace.Model, trace.RouteReason));
        Assert.True(trace.CostUsd > 0);
        Assert.Equal(trace.CostUsd, answer.GetRouteurCostUsd());
        Assert.Equal(trace.RequestId, Assert.Single(answer.GetRouteurTraces()).RequestId);
        Assert.Equal(ChatFinishReason.Stop, answer.GetRouteurFinishReason());
        Assert.Null(answer.GetRouteurReasoning());
    }

    [Fact]
    public async Task Metadata_has_the_keys_of_the_OpenAI_connector()
    {
        await using KernelOnGateway on = await StartAsync();

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync("Hello");

        Assert.Equal("gpt-4o-mini-2024-07-18", answer.ModelId);
        Assert.Equal("Stop", answer.Metadata!["FinishReason"]);
        Assert.StartsWith("chatcmpl_", Assert.IsType<string>(answer.Metadata["Id"]), StringComparison.Ordinal);
        Assert.IsType<DateTimeOffset>(answer.Metadata["CreatedAt"]);
        Assert.True(Assert.IsType<UsageDetails>(answer.Metadata["Usage"]).TotalTokenCount > 0);
        Assert.Equal(answer.Content, Assert.IsType<ChatResponse>(answer.InnerContent).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_result_of_a_prompt_function_tells_the_same(bool clientOnly)
    {
        await using KernelOnGateway on = await StartAsync(clientOnly);
        on.Gateway.Enqueue(Thinking(stream: false));

        FunctionResult result = await on.Kernel.InvokePromptAsync("Hello");

        Assert.Equal("deepseek", result.GetRouteurTrace()!.Provider);
        Assert.Equal(0.0000123m, result.GetRouteurCostUsd());
        Assert.Equal(ChatFinishReason.Length, result.GetRouteurFinishReason());
        Assert.Equal("Let me think.", result.GetRouteurReasoning());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_function_calls_there_are_the_traces_of_every_round_trip_and_their_sum(bool clientOnly)
    {
        await using KernelOnGateway on = await StartAsync(clientOnly);
        on.Gateway.Enqueue(Replies.Calls(("call_1", "Weather_get_now", """{"city":"Lyon"}""")));
        on.Gateway.Enqueue(Replies.DeepSeekCalls(false, "Hm.", ("call_2", "Weather_get_now", """{"city":"Oslo"}""")));

        FunctionResult result = await on.Kernel.InvokePromptAsync("Weather?", new KernelArguments(Auto()));

        IReadOnlyList<RouteurTrace> traces = result.GetRouteurTraces();
        Assert.Equal(["openai", "deepseek", "openai"], traces.Select(t => t.Provider));
        Assert.Equal("01KCALLS", traces[0].RequestId);
        Assert.True(traces[2].CostUsd > 0);
        Assert.Equal(0.25m + 0.0000123m + traces[2].CostUsd, result.GetRouteurCostUsd());
        Assert.Equal(traces[2].RequestId, result.GetRouteurTrace()!.RequestId);
    }

    [Fact]
    public async Task The_messages_of_the_history_have_their_own_traces()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.Calls(("call_1", "Weather_get_now", """{"city":"Lyon"}""")));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Weather?")];

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync(history, Auto(), on.Kernel);

        Assert.Equal("01KCALLS", history[1].GetRouteurTrace()!.RequestId);
        Assert.Equal(2, answer.GetRouteurTraces().Count);
        Assert.Null(history[0].GetRouteurTrace());
        Assert.Empty(history[2].GetRouteurTraces());
    }

    [Fact]
    public async Task The_updates_of_a_stream_have_the_traces_of_every_round_trip_between_them()
    {
        await using KernelOnGateway on = await StartAsync();

        var updates = new List<StreamingKernelContent>();
        await foreach (StreamingKernelContent update in on.Kernel.InvokePromptStreamingAsync("Weather?", new KernelArguments(Auto())))
        {
            updates.Add(update);
        }

        IReadOnlyList<RouteurTrace> traces = updates.GetRouteurTraces();
        Assert.Equal(2, traces.Count);
        Assert.Equal(on.Requests.Select(r => r.RequestId), traces.Select(t => t.RequestId!));
        Assert.Equal(traces.Sum(t => t.CostUsd), updates.GetRouteurCostUsd());
        Assert.Equal(
            [ChatFinishReason.ToolCalls, ChatFinishReason.Stop],
            updates.OfType<StreamingChatMessageContent>().Select(u => u.GetRouteurFinishReason()).OfType<ChatFinishReason>().Distinct());
        Assert.Single(updates.OfType<StreamingChatMessageContent>(), u => u.GetRouteurTrace()?.RequestId == on.Requests[0].RequestId);
    }

    [Fact]
    public async Task Reasoning_is_streamed_apart_from_the_text()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Thinking(stream: true));

        string text = "", reasoning = "";
        await foreach (StreamingChatMessageContent update in on.Chat.GetStreamingChatMessageContentsAsync("Hello"))
        {
            text += update.Content;
            reasoning += update.GetRouteurReasoning();
        }

        Assert.Equal(("Sure.", "Let me think."), (text, reasoning));
    }

    [Fact]
    public async Task A_cost_that_one_round_trip_does_not_tell_is_not_guessed()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.GeminiCalls(false, ("Weather_get_now", """{"city":"Lyon"}""")));

        FunctionResult result = await on.Kernel.InvokePromptAsync("Weather?", new KernelArguments(Auto()));

        Assert.Equal(2, result.GetRouteurTraces().Count);
        Assert.Null(result.GetRouteurCostUsd());
    }

    [Fact]
    public async Task Without_the_block_there_is_no_trace()
    {
        await using KernelOnGateway on = await StartAsync();

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync("Hello", new RouteurPromptExecutionSettings { Trace = false });
        FunctionResult native = await on.Kernel.InvokeAsync(WeatherPlugin.Name, "get_now", new() { ["city"] = "Lyon" });

        Assert.Null(answer.GetRouteurTrace());
        Assert.Empty(answer.GetRouteurTraces());
        Assert.Null(answer.GetRouteurCostUsd());
        Assert.Null(native.GetRouteurTrace());
        Assert.Null(native.GetRouteurFinishReason());
    }

    [Fact]
    public async Task A_refusal_is_metadata_as_with_the_OpenAI_connector()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(ScriptedReply.Raw(
            """{"id":"r","model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I can't."},"finish_reason":"stop"}]}"""));

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync("Hello");

        Assert.Equal("I can't.", answer.Metadata!["Refusal"]);
        Assert.Null(answer.Content);
    }

    [Fact]
    public async Task A_failure_is_a_RouteurException_and_not_one_of_SK()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(ScriptedReply.BlockedByDlp("cards"));
        on.Gateway.Enqueue(ScriptedReply.Raw($"data: {Replies.Chunk("""{"role":"assistant","content":"Hel"}""")}\n\n", Replies.EventStream));

        RouteurException blocked = await Assert.ThrowsAsync<RouteurException>(() => on.Kernel.InvokePromptAsync("My card"));
        RouteurException broken = await Assert.ThrowsAsync<RouteurException>(async () =>
        {
            await foreach (StreamingKernelContent update in on.Kernel.InvokePromptStreamingAsync("Hello"))
            {
                Assert.NotNull(update);
            }
        });

        Assert.Equal((RouteurErrorCode.BlockedByDlp, "cards"), (blocked.ErrorCode, blocked.RuleName));
        Assert.Equal(RouteurErrorCode.StreamInterrupted, broken.ErrorCode);
    }

    private static RouteurPromptExecutionSettings Auto() => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private static ScriptedReply Thinking(bool stream) => stream
        ? Replies.Stream(
        [
            Replies.Chunk("""{"role":"assistant","reasoning_content":"Let me "}"""),
            Replies.Chunk("""{"reasoning_content":"think."}"""),
            Replies.Chunk("""{"content":"Sure."}"""),
            Replies.Chunk("{}", "stop"),
        ])
        : ScriptedReply.Raw(
            """
            {"id":"ds_1","model":"deepseek-chat","created":1700000000,
             "choices":[{"index":0,"message":{"role":"assistant","content":"Sure","reasoning_content":"Let me think."},"finish_reason":"length"}],
             "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},
             "routeur":{"provider":"deepseek","model":"deepseek-chat","route_reason":"rule:thinkers","cost_usd":0.0000123}}
            """);

    private static Task<KernelOnGateway> StartAsync(bool clientOnly = false) => KernelOnGateway.StartAsync((b, g) =>
    {
        _ = clientOnly
            ? b.AddRouteurChatClient(apiKey: g.ApiKey, endpoint: g.Endpoint)
            : b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
        b.Plugins.AddFromObject(new WeatherPlugin(), WeatherPlugin.Name);
    });
}
