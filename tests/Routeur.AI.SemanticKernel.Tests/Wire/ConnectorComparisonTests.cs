using System.ClientModel;
using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Wire;

/// <summary>
/// The same kernel call through SK's own OpenAI connector and through ours, both to the local gateway: the bodies are the same but for the
/// differences that docs/semantic-kernel.md lists.
/// </summary>
public sealed class ConnectorComparisonTests
{
    public static TheoryData<string> Calls => [.. KernelCalls.Keys];

    private static readonly Dictionary<string, Func<Kernel, Task>> KernelCalls = new()
    {
        ["prompt"] = kernel => kernel.InvokePromptAsync("Hello"),
        ["streamed prompt"] = async kernel =>
        {
            await foreach (StreamingKernelContent content in kernel.InvokePromptStreamingAsync("Hello"))
            {
                Assert.NotNull(content);
            }
        },
        ["sampling"] = kernel => kernel.InvokePromptAsync("Hello", new KernelArguments(new OpenAIPromptExecutionSettings
        {
            Temperature = 0.5,
            TopP = 0.25,
            PresencePenalty = 0.5,
            FrequencyPenalty = -0.5,
            MaxTokens = 100,
            StopSequences = ["END", "STOP"],
            Seed = 42,
            User = "u1",
            ReasoningEffort = "high",
            TokenSelectionBiases = new Dictionary<int, int> { [7] = -100 },
            Logprobs = true,
            TopLogprobs = 3,
            Store = true,
            Metadata = new Dictionary<string, string> { ["app"] = "test" },
        })),
        ["system prompt"] = kernel => kernel.InvokePromptAsync(
            "Hello", new KernelArguments(new OpenAIPromptExecutionSettings { ChatSystemPrompt = "Be brief." })),
        ["structured answer"] = kernel => kernel.InvokePromptAsync(
            "Hello", new KernelArguments(new OpenAIPromptExecutionSettings { ResponseFormat = typeof(River) })),
        ["JSON answer"] = kernel => kernel.InvokePromptAsync(
            "Hello", new KernelArguments(new OpenAIPromptExecutionSettings { ResponseFormat = "json_object" })),
        ["prompt file"] = kernel => kernel.InvokeAsync(
            KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(
                """
                {"template":"<message role=\"system\">Be brief.</message><message role=\"user\">About {{$what}}</message>",
                 "input_variables":[{"name":"what"}],"execution_settings":{"default":{"temperature":0.5,"max_tokens":100}}}
                """)),
            new() { ["what"] = "rivers" }),
        ["image"] = async kernel => await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(
        [
            new ChatMessageContent(
                AuthorRole.User,
                [
                    new TextContent("What is it?"),
                    new ImageContent(new Uri("https://example.com/a.png")),
                    new ImageContent(new byte[] { 1, 2, 3 }, "image/png") { Metadata = new Dictionary<string, object?> { ["ChatImageDetailLevel"] = "low" } },
                ]),
        ]),
        ["functions"] = kernel => kernel.InvokePromptAsync("Hello", new KernelArguments(
            new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() })),
        ["required function"] = kernel => kernel.InvokePromptAsync("Hello", new KernelArguments(
            new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Required(autoInvoke: false) })),
        ["no function"] = kernel => kernel.InvokePromptAsync("Hello", new KernelArguments(
            new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.None() })),
        ["one call at a time"] = kernel => kernel.InvokePromptAsync("Hello", new KernelArguments(new OpenAIPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new FunctionChoiceBehaviorOptions { AllowParallelCalls = false }),
        })),
        ["strict functions"] = kernel => kernel.InvokePromptAsync("Hello", new KernelArguments(new OpenAIPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new FunctionChoiceBehaviorOptions { AllowStrictSchemaAdherence = true }),
        })),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_bodies_are_the_same_but_for_the_listed_differences(string call)
    {
        JsonArray theirs = await SendAsync(call, (builder, gateway) => builder.AddOpenAIChatCompletion(
            "auto", new OpenAIClient(new ApiKeyCredential(gateway.ApiKey), new OpenAIClientOptions { Endpoint = gateway.Endpoint })));
        JsonArray ours = await SendAsync(call, (builder, gateway) => builder.AddRouteurChatCompletion(apiKey: gateway.ApiKey, endpoint: gateway.Endpoint));

        foreach (JsonNode? body in theirs)
        {
            ListedDifferences.Apply(body!.AsObject());
        }

        foreach (JsonNode? body in ours)
        {
            ListedDifferences.ForgetCallIds(body!.AsObject());
        }

        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs.ToJsonString()}\nours:   {ours.ToJsonString()}");
    }

    private static async Task<JsonArray> SendAsync(string call, Action<IKernelBuilder, RouteurLocalGateway> register)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((builder, gateway) =>
        {
            register(builder, gateway);
            builder.Plugins.AddFromObject(new StationPlugin(), "Station");
        });
        await KernelCalls[call](on.Kernel);
        return new JsonArray([.. on.Requests.Select(request => JsonNode.Parse(request.Body))]);
    }

    private sealed record River(string Name, int Length);

    private sealed class StationPlugin
    {
        private int _calls;

        [KernelFunction("get_now"), Description("The weather in a city")]
        public string GetNow([Description("The city")] string city, int days = 1) => $"{++_calls}: {city} {days}";
    }
}
