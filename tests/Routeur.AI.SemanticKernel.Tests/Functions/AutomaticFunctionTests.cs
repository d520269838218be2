using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Functions;

public sealed class AutomaticFunctionTests
{
    private readonly WeatherPlugin _weather = new();

    [Fact]
    public async Task The_simulated_model_calls_a_function_and_answers_with_its_result()
    {
        await using KernelOnGateway on = await StartAsync();

        FunctionResult result = await on.Kernel.InvokePromptAsync("How is the weather?", new KernelArguments(Auto()));

        Assert.Single(_weather.Calls);
        Assert.Contains("returned:", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, on.Requests.Count);
        Assert.Equal("auto", on.Body(0).GetProperty("tool_choice").GetString());
        Assert.Equal(
            ["Weather_fail", "Weather_get_forecast", "Weather_get_now"],
            on.Body(0).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()).Order());
    }

    [Fact]
    public async Task The_simulated_model_does_so_in_a_stream()
    {
        await using KernelOnGateway on = await StartAsync();

        string text = "";
        await foreach (string piece in on.Kernel.InvokePromptStreamingAsync<string>("How is the weather?", new KernelArguments(Auto())))
        {
            text += piece;
        }

        Assert.Single(_weather.Calls);
        Assert.Contains("returned:", text, StringComparison.Ordinal);
        Assert.All(on.Requests, request => Assert.True(request.ReadJson().GetProperty("stream").GetBoolean()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parallel_calls_are_all_made_and_stand_in_the_history_in_the_order_that_providers_insist_on(bool stream)
    {
        await using KernelOnGateway on = await StartAsync();
        (string, string, string)[] calls =
            [("call_a", "Weather_get_now", """{"city":"Lyon"}"""), ("call_b", "Weather_get_forecast", """{"city":"Oslo","days":3}""")];
        on.Gateway.Enqueue(stream ? Replies.StreamedCalls(calls) : Replies.Calls(calls));
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage("Lyon now, Oslo later?");

        string answer = await on.AskAsync(history, Auto(), stream);

        Assert.Equal(["now Lyon", "forecast Oslo 3"], _weather.Calls);
        Assert.Contains("18 degrees in Lyon", answer, StringComparison.Ordinal);
        Assert.Contains("3 days of sun in Oslo", answer, StringComparison.Ordinal);

        AuthorRole[] toolRoles = [.. history.Skip(3).Select(m => m.Role)];
        Assert.Equal(AuthorRole.Assistant, history[2].Role);
        Assert.NotEmpty(toolRoles);
        Assert.All(toolRoles, role => Assert.Equal(AuthorRole.Tool, role));
        Assert.Equal(
            [("Weather", "get_now", "call_a"), ("Weather", "get_forecast", "call_b")],
            FunctionCalls(history[2]).Select(c => (c.PluginName!, c.FunctionName, c.Id!)));
        Assert.Equal(
            [("Weather", "get_now", "call_a"), ("Weather", "get_forecast", "call_b")],
            history.Skip(3).SelectMany(m => m.Items).OfType<Microsoft.SemanticKernel.FunctionResultContent>()
                .Select(r => (r.PluginName!, r.FunctionName!, r.CallId!)));

        // What the history became on the wire of the next turn is what the tool loop itself had sent.
        history.AddUserMessage("And now?");
        await on.AskAsync(history, new RouteurPromptExecutionSettings(), stream);
        JsonElement[] loop = [.. on.Body(1).GetProperty("messages").EnumerateArray()];
        JsonElement[] next = [.. on.Body(2).GetProperty("messages").EnumerateArray()];
        Assert.Equal(loop.Select(m => m.GetRawText()), next.Take(loop.Length).Select(m => m.GetRawText()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_throws_is_reported_to_the_model_without_its_words(bool stream)
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(stream
            ? Replies.StreamedCalls(("call_1", "Weather_fail", "{}"))
            : Replies.Calls(("call_1", "Weather_fail", "{}")));

        string answer = await on.AskAsync(new ChatHistory([new ChatMessageContent(AuthorRole.User, "Try")]), Auto(), stream);

        Assert.Equal(["fail"], _weather.Calls);
        string told = on.Body(1).GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        Assert.Equal("Error: Function failed.", told);
        Assert.DoesNotContain("on fire", on.Requests[1].Body, StringComparison.Ordinal);
        Assert.NotEmpty(answer);
    }

    [Fact]
    public async Task An_app_can_let_the_model_see_the_words()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Client.GetService<FunctionInvokingChatClient>()!.IncludeDetailedErrors = true;
        on.Gateway.Enqueue(Replies.Calls(("call_1", "Weather_fail", "{}")));

        await on.Kernel.InvokePromptAsync("Try", new KernelArguments(Auto()));

        Assert.Contains("on fire", on.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_does_not_exist_is_reported_to_the_model()
    {
        await using KernelOnGateway on = await StartAsync();
        on.Gateway.Enqueue(Replies.Calls(("call_1", "Weather_get_past", "{}")));

        FunctionResult result = await on.Kernel.InvokePromptAsync("Try", new KernelArguments(Auto()));

        Assert.Empty(_weather.Calls);
        Assert.Contains("not found", on.Body(1).GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(result.ToString());
    }

    [Fact]
    public async Task Required_functions_are_asked_for_once_and_then_left_to_the_model()
    {
        await using KernelOnGateway on = await StartAsync();

        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(
            new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Required([Function(on, "get_now")]) }));

        Assert.Equal("required", on.Body(0).GetProperty("tool_choice").GetString());
        Assert.Equal(
            ["Weather_get_now"],
            on.Body(0).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()));
        Assert.Single(_weather.Calls);
        Assert.True(!on.Body(1).TryGetProperty("tool_choice", out JsonElement choice) || choice.GetString() == "auto");
    }

    [Fact]
    public async Task With_none_the_model_sees_the_functions_and_calls_none()
    {
        await using KernelOnGateway on = await StartAsync();

        FunctionResult result = await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(
            new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.None() }));

        Assert.Equal("none", on.Body(0).GetProperty("tool_choice").GetString());
        Assert.Equal(3, on.Body(0).GetProperty("tools").GetArrayLength());
        Assert.Empty(_weather.Calls);
        Assert.Contains("You said: Hello", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_calls_and_strict_schemas_are_asked_for_as_the_behaviour_says()
    {
        await using KernelOnGateway on = await StartAsync();

        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new RouteurPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(
                options: new FunctionChoiceBehaviorOptions { AllowParallelCalls = false, AllowStrictSchemaAdherence = true }),
        }));

        Assert.False(on.Body(0).GetProperty("parallel_tool_calls").GetBoolean());
        Assert.All(on.Body(0).GetProperty("tools").EnumerateArray(), tool => Assert.True(tool.GetProperty("function").GetProperty("strict").GetBoolean()));
    }

    [Fact]
    public async Task A_forced_provider_holds_for_every_round_trip()
    {
        await using KernelOnGateway on = await StartAsync();

        await on.Kernel.InvokePromptAsync("How is the weather?", new KernelArguments(
            new RouteurPromptExecutionSettings { Provider = "gemini", FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        Assert.Equal(["gemini", "gemini"], on.Requests.Select(r => r.Headers["Routeur-Provider"]));
    }

    private Task<KernelOnGateway> StartAsync() => KernelOnGateway.StartAsync((b, g) =>
    {
        b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
        b.Plugins.AddFromObject(_weather, WeatherPlugin.Name);
    });

    private static RouteurPromptExecutionSettings Auto() => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private static KernelFunction Function(KernelOnGateway on, string name) => on.Kernel.Plugins.GetFunction(WeatherPlugin.Name, name);

    private static IEnumerable<Microsoft.SemanticKernel.FunctionCallContent> FunctionCalls(ChatMessageContent message) =>
        message.Items.OfType<Microsoft.SemanticKernel.FunctionCallContent>();
}
