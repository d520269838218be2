using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Functions;

/// <summary>The loops that SK's documentation shows for apps that call functions themselves.</summary>
public sealed class ManualFunctionTests
{
    private static readonly (string, string, string)[] ParallelCalls =
        [("call_a", "Weather_get_now", """{"city":"Lyon"}"""), ("call_b", "Weather_get_forecast", """{"city":"Oslo","days":3}""")];

    private readonly WeatherPlugin _weather = new();

    [Fact]
    public async Task Calls_of_a_message_are_invoked_by_the_app_and_answered()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.Calls(ParallelCalls));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Lyon now, Oslo later?")];

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync(history, Manual(), on.Kernel);
        Assert.Single(history);
        history.Add(answer);
        foreach (FunctionCallContent call in FunctionCallContent.GetFunctionCalls(answer))
        {
            history.Add((await call.InvokeAsync(on.Kernel)).ToChatMessage());
        }

        ChatMessageContent last = await on.Chat.GetChatMessageContentAsync(history, Manual(), on.Kernel);

        Assert.Equal(["now Lyon", "forecast Oslo 3"], _weather.Calls);
        Assert.Equal("ToolCalls", answer.Metadata!["FinishReason"]);
        Assert.IsType<string>(FunctionCallContent.GetFunctionCalls(answer).Last().Arguments!["days"]);
        Assert.Contains("18 degrees in Lyon", last.Content, StringComparison.Ordinal);
        AssertLoop(on.Body(1));
    }

    [Fact]
    public async Task Calls_in_a_stream_are_put_together_by_the_builder_of_SK_and_answered()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.StreamedCalls(ParallelCalls));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Lyon now, Oslo later?")];

        AuthorRole? role = null;
        var builder = new FunctionCallContentBuilder();
        await foreach (StreamingChatMessageContent update in on.Chat.GetStreamingChatMessageContentsAsync(history, Manual(), on.Kernel))
        {
            role ??= update.Role;
            builder.Append(update);
        }

        Assert.Single(history);
        IReadOnlyList<FunctionCallContent> calls = builder.Build();
        var turn = new ChatMessageContent(role ?? default, content: null);
        history.Add(turn);
        foreach (FunctionCallContent call in calls)
        {
            turn.Items.Add(call);
            history.Add((await call.InvokeAsync(on.Kernel)).ToChatMessage());
        }

        ChatMessageContent last = await on.Chat.GetChatMessageContentAsync(history, Manual(), on.Kernel);

        Assert.Equal(
            [("Weather", "get_now", "call_a"), ("Weather", "get_forecast", "call_b")],
            calls.Select(c => (c.PluginName!, c.FunctionName, c.Id!)));
        Assert.Equal(["now Lyon", "forecast Oslo 3"], _weather.Calls);
        Assert.Contains("3 days of sun in Oslo", last.Content, StringComparison.Ordinal);
        AssertLoop(on.Body(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gemini_calls_without_ids_are_told_apart(bool stream)
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.GeminiCalls(
            stream, ("Weather_get_now", """{"city":"Lyon"}"""), ("Weather_get_now", """{"city":"Oslo"}""")));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Lyon and Oslo?")];

        string text = await on.AskAsync(history, Automatic(), stream);

        Assert.Equal(["now Lyon", "now Oslo"], _weather.Calls);
        Assert.Contains("18 degrees in Oslo", text, StringComparison.Ordinal);
        JsonElement[] messages = [.. on.Body(1).GetProperty("messages").EnumerateArray()];
        string[] ids = [.. messages[1].GetProperty("tool_calls").EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, Assert.NotEmpty);
        Assert.Equal(ids, messages[2..].Select(m => m.GetProperty("tool_call_id").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeepSeek_gets_its_reasoning_back_with_the_calls_in_the_loop_and_in_later_turns(bool stream)
    {
        const string Thoughts = "The user wants the weather, so I ask the station.";
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.DeepSeekCalls(stream, Thoughts, ("call_1", "Weather_get_now", """{"city":"Lyon"}""")));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Lyon?")];
        RouteurPromptExecutionSettings settings = Automatic();
        settings.Provider = "deepseek";

        await on.AskAsync(history, settings, stream);
        history.AddUserMessage("Sure?");
        settings.FunctionChoiceBehavior = null;
        await on.AskAsync(history, settings, stream);

        Assert.Equal(["now Lyon"], _weather.Calls);
        Assert.Equal(Thoughts, history[1].GetRouteurReasoning());
        Assert.Equal(Thoughts, on.Body(1).GetProperty("messages")[1].GetProperty("reasoning_content").GetString());
        Assert.Equal(Thoughts, on.Body(2).GetProperty("messages")[1].GetProperty("reasoning_content").GetString());
    }

    [Fact]
    public async Task A_history_survives_JSON_with_calls_reasoning_and_trace()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.DeepSeekCalls(false, "Hm.", ("call_1", "Weather_get_now", """{"city":"Lyon"}""")));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Lyon?")];
        history.Add(await on.Chat.GetChatMessageContentAsync(history, Manual(), on.Kernel));

        ChatHistory loaded = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;
        FunctionCallContent call = Assert.Single(FunctionCallContent.GetFunctionCalls(loaded[1]));
        loaded.Add((await call.InvokeAsync(on.Kernel)).ToChatMessage());
        await on.Chat.GetChatMessageContentAsync(loaded, Manual(), on.Kernel);

        Assert.Equal("deepseek", loaded[1].GetRouteurTrace()?.Provider);
        JsonElement turn = on.Body(1).GetProperty("messages")[1];
        Assert.Equal("Hm.", turn.GetProperty("reasoning_content").GetString());
        Assert.Equal("Weather_get_now", turn.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Arguments_that_are_no_JSON_are_the_exception_of_the_call()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.Calls(("call_1", "Weather_get_now", """{"city": Lyon""")));

        ChatMessageContent answer = await on.Chat.GetChatMessageContentAsync(
            [new ChatMessageContent(AuthorRole.User, "Lyon?")], Manual(), on.Kernel);

        FunctionCallContent call = Assert.Single(FunctionCallContent.GetFunctionCalls(answer));
        Assert.NotNull(call.Exception);
        await Assert.ThrowsAnyAsync<Exception>(() => call.InvokeAsync(on.Kernel));
        Assert.Empty(_weather.Calls);
    }

    private static void AssertLoop(JsonElement body)
    {
        JsonElement[] messages = [.. body.GetProperty("messages").EnumerateArray()];
        Assert.Equal(["user", "assistant", "tool", "tool"], messages.Select(m => m.GetProperty("role").GetString()));
        Assert.Equal(
            ["Weather_get_now", "Weather_get_forecast"],
            messages[1].GetProperty("tool_calls").EnumerateArray().Select(c => c.GetProperty("function").GetProperty("name").GetString()));
        Assert.Equal(["call_a", "call_b"], messages[2..].Select(m => m.GetProperty("tool_call_id").GetString()));
    }

    private static RouteurPromptExecutionSettings Manual() => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };

    private static RouteurPromptExecutionSettings Automatic() => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private Task<KernelOnGateway> StartAsync() => KernelOnGateway.StartAsync((b, g) =>
    {
        b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
        b.Plugins.AddFromObject(_weather, WeatherPlugin.Name);
    });
}
