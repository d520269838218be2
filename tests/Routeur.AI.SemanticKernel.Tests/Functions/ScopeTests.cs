using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Functions;

/// <summary>Ambient scopes steer kernels, whose calls an app does not make itself.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task Kernels_in_different_scopes_never_mix_through_their_tool_loops()
    {
        await using KernelOnGateway on = await StartAsync();
        string[] providers = ["openai", "gemini", "deepseek"];

        await Parallel.ForEachAsync(Enumerable.Range(0, 60), async (i, cancellationToken) =>
        {
            string provider = providers[i % providers.Length];
            using (RouteurRouting.BeginScope(provider))
            {
                var settings = new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
                if (i % 2 == 0)
                {
                    FunctionResult result = await on.Kernel.InvokePromptAsync(
                        $"Weather {i}?", new KernelArguments(settings), cancellationToken: cancellationToken);
                    Assert.Equal([provider, provider], result.GetRouteurTraces().Select(t => t.Provider));
                }
                else
                {
                    var updates = new List<StreamingKernelContent>();
                    await foreach (StreamingKernelContent update in on.Kernel.InvokePromptStreamingAsync(
                        $"Weather {i}?", new KernelArguments(settings), cancellationToken: cancellationToken))
                    {
                        updates.Add(update);
                    }

                    Assert.Equal([provider, provider], updates.GetRouteurTraces().Select(t => t.Provider));
                }
            }
        });

        Assert.Equal(120, on.Requests.Count);
    }

    [Fact]
    public async Task A_stream_of_the_chat_service_keeps_the_scope_in_which_it_was_asked_for()
    {
        await using KernelOnGateway on = await StartAsync();

        IAsyncEnumerable<StreamingChatMessageContent> stream;
        using (RouteurRouting.BeginScope("gemini"))
        {
            stream = on.Chat.GetStreamingChatMessageContentsAsync("Hello");
        }

        string text = "";
        await foreach (StreamingChatMessageContent update in stream)
        {
            text += update.Content;
        }

        Assert.StartsWith("[gemini/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_a_prompt_win_over_a_scope_unless_the_scope_is_a_constraint()
    {
        await using KernelOnGateway on = await StartAsync();
        var settings = new KernelArguments(new RouteurPromptExecutionSettings { Provider = "deepseek" });

        using (RouteurRouting.BeginScope("gemini"))
        {
            await on.Kernel.InvokePromptAsync("Hello", settings);
        }

        using (RouteurRouting.BeginScope("gemini", overrideCalls: true))
        {
            await on.Kernel.InvokePromptAsync("Hello", settings);
        }

        Assert.Equal(["deepseek", "gemini"], on.Requests.Select(r => r.Route!.Provider));
    }

    private static Task<KernelOnGateway> StartAsync() => KernelOnGateway.StartAsync((b, g) =>
    {
        b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
        b.Plugins.AddFromFunctions("Weather", [KernelFunctionFactory.CreateFromMethod(async (string city) =>
        {
            await Task.Yield();
            return $"18 degrees in {city}";
        }, "get_now")]);
    });
}
