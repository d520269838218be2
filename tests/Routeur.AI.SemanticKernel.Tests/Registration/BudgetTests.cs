using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Registration;

public class BudgetTests
{
    [Fact]
    public async Task A_kernel_on_the_chat_client_s_own_chain_keeps_to_a_budget()
    {
        var budget = new RouteurBudget(0.3m);
        await using KernelOnGateway kernel = await KernelOnGateway.StartAsync((builder, gateway) =>
            RouteurServiceCollectionExtensions.AddRouteurChatClient(builder.Services, o => (o.Endpoint, o.ApiKey) = (gateway.Endpoint, gateway.ApiKey))
                .UseKernelFunctionInvocation()
                .UseRouteurBudget(budget));
        kernel.Kernel.Plugins.AddFromObject(new WeatherPlugin(), WeatherPlugin.Name);
        kernel.Gateway.Enqueue(Replies.Calls(("call_1", "Weather_get_now", """{\"city\":\"Lyon\"}""")));
        kernel.Gateway.Enqueue(ScriptedReply.Text("18 degrees"));
        var settings = new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        FunctionResult result = await kernel.Kernel.InvokePromptAsync("What is the weather in Lyon?", new KernelArguments(settings));

        Assert.Equal("18 degrees", result.ToString());
        decimal second = result.GetValue<ChatResponse>()!.GetRouteurTrace()!.CostUsd!.Value;
        Assert.Equal((0.25m + second, 0, 2), (budget.SpentUsd, budget.InFlight, kernel.Requests.Count));

        using RouteurBudgetScope scope = RouteurBudget.BeginScope(0m);
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => kernel.Kernel.InvokePromptAsync("Hello"));
        Assert.Equal((RouteurErrorCode.BudgetExceeded, 2), (error.ErrorCode, kernel.Requests.Count));
    }
}
