using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Functions;

public sealed class FilterTests
{
    private readonly WeatherPlugin _weather = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_changes_the_arguments_and_the_result_of_a_call(bool stream)
    {
        await using KernelOnGateway on = await StartAsync(async (context, next) =>
        {
            Assert.Equal("get_now", context.Function.Name);
            Assert.Equal("call_1", context.ToolCallId);
            context.Arguments!["city"] = "Paris";
            await next(context);
            context.Result = new FunctionResult(context.Result, $"({context.Result})");
        });
        on.Gateway.Enqueue(Call(stream));

        string answer = await on.AskAsync([new ChatMessageContent(AuthorRole.User, "Lyon?")], Auto(), stream);

        Assert.Equal(["now Paris"], _weather.Calls);
        Assert.Contains("(18 degrees in Paris)", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_stops_the_loop_and_the_history_has_the_call_with_its_result(bool stream)
    {
        await using KernelOnGateway on = await StartAsync(async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        });
        on.Gateway.Enqueue(Call(stream));
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Lyon?")];

        if (stream)
        {
            await on.AskAsync(history, Auto(), stream);
        }
        else
        {
            history.Add(await on.Chat.GetChatMessageContentAsync(history, Auto(), on.Kernel));
        }

        Assert.Single(on.Requests);
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(m => m.Role));
        Assert.Equal("18 degrees in Lyon", Assert.Single(history[2].Items.OfType<FunctionResultContent>()).Result?.ToString());

        // It can go on from there.
        history.AddUserMessage("So?");
        Assert.Contains("So?", (await on.Chat.GetChatMessageContentAsync(history)).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_does_not_call_the_function_answers_for_it()
    {
        await using KernelOnGateway on = await StartAsync((context, _) =>
        {
            context.Result = new FunctionResult(context.Function, "not allowed");
            return Task.CompletedTask;
        });
        on.Gateway.Enqueue(Call(stream: false));

        string answer = await on.AskAsync([new ChatMessageContent(AuthorRole.User, "Lyon?")], Auto(), stream: false);

        Assert.Empty(_weather.Calls);
        Assert.Contains("not allowed", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_of_functions_and_of_prompts_run_too()
    {
        var seen = new List<string>();
        await using KernelOnGateway on = await StartAsync((context, next) => next(context));
        on.Kernel.FunctionInvocationFilters.Add(new FunctionFilter(seen));
        on.Kernel.PromptRenderFilters.Add(new PromptFilter());
        on.Gateway.Enqueue(Call(stream: false));

        await on.Kernel.InvokePromptAsync("Lyon?", new KernelArguments(Auto()) { ["x"] = 1 });

        Assert.Contains("get_now", seen);
        Assert.Equal("Filtered", on.Body(0).GetProperty("messages")[0].GetProperty("content").GetString());
    }

    private static LocalGateway.ScriptedReply Call(bool stream) => stream
        ? Replies.StreamedCalls(("call_1", "Weather_get_now", """{"city":"Lyon"}"""))
        : Replies.Calls(("call_1", "Weather_get_now", """{"city":"Lyon"}"""));

    private static RouteurPromptExecutionSettings Auto() => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private Task<KernelOnGateway> StartAsync(Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> filter) =>
        KernelOnGateway.StartAsync((b, g) =>
        {
            b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
            b.Services.AddSingleton<IAutoFunctionInvocationFilter>(new AutoFilter(filter));
            b.Plugins.AddFromObject(_weather, WeatherPlugin.Name);
        });

    private sealed class AutoFilter(Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> filter) : IAutoFunctionInvocationFilter
    {
        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next) => filter(context, next);
    }

    private sealed class FunctionFilter(List<string> seen) : IFunctionInvocationFilter
    {
        public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            seen.Add(context.Function.Name);
            return next(context);
        }
    }

    private sealed class PromptFilter : IPromptRenderFilter
    {
        public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
        {
            await next(context);
            context.RenderedPrompt = "Filtered";
        }
    }
}
