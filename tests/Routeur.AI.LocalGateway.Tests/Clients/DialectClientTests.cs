using OpenAI.Chat;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Clients;

/// <summary>The official OpenAI client reads every dialect.</summary>
public sealed class DialectClientTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather", "Tells the weather.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gemini-2.0-flash")]
    [InlineData("deepseek-chat")]
    public async Task Texts_and_usage(string model)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        ChatClient client = OfficialClient.For(gateway.Endpoint, gateway.ApiKey, model);
        string streamed = "";
        ChatTokenUsage? usage = null;

        ChatCompletion plain = await client.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel))
        {
            streamed += string.Concat(update.ContentUpdate.Select(c => c.Text));
            usage = update.Usage ?? usage;
        }

        Assert.EndsWith("You said: Hello", streamed);
        Assert.Equal(streamed, Assert.Single(plain.Content).Text);
        Assert.Equal(plain.Usage.TotalTokenCount, usage?.TotalTokenCount);
    }

    [Theory]
    [InlineData("gpt-4o", ChatFinishReason.ToolCalls)]
    [InlineData("gemini-2.0-flash", ChatFinishReason.Stop)]
    [InlineData("deepseek-chat", ChatFinishReason.ToolCalls)]
    public async Task Tool_calls(string model, ChatFinishReason streamedFinish)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        ChatClient client = OfficialClient.For(gateway.Endpoint, gateway.ApiKey, model);
        var options = new ChatCompletionOptions { Tools = { Weather } };
        string name = "", arguments = "";
        ChatFinishReason? finish = null;

        ChatCompletion plain = await client.CompleteChatAsync([new UserChatMessage("Weather?")], options, TestCaller.Cancel);
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync([new UserChatMessage("Weather?")], options, TestCaller.Cancel))
        {
            name += string.Concat(update.ToolCallUpdates.Select(c => c.FunctionName));
            arguments += string.Concat(update.ToolCallUpdates.Select(c => c.FunctionArgumentsUpdate));
            finish = update.FinishReason ?? finish;
        }

        ChatToolCall call = Assert.Single(plain.ToolCalls);
        Assert.Equal(("get_weather", """{"city":"city"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal(("get_weather", """{"city":"city"}"""), (name, arguments));
        Assert.Equal((ChatFinishReason.ToolCalls, streamedFinish), (plain.FinishReason, finish));
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gemini-2.0-flash")]
    [InlineData("deepseek-chat")]
    public async Task Tool_results_go_back(string model)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        ChatClient client = OfficialClient.For(gateway.Endpoint, gateway.ApiKey, model);
        List<ChatMessage> messages = [new UserChatMessage("Weather?")];

        ChatCompletion asking = await client.CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { Weather } }, TestCaller.Cancel);
        messages.AddRange([new AssistantChatMessage(asking), new ToolChatMessage(asking.ToolCalls[0].Id, "sunny")]);
        ChatCompletion answer = await client.CompleteChatAsync(messages, cancellationToken: TestCaller.Cancel);

        Assert.EndsWith("get_weather returned: sunny", Assert.Single(answer.Content).Text);
    }
}
