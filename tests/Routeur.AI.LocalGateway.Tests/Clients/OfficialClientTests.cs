using System.ClientModel;
using System.Net;
using System.Text.Json;
using OpenAI.Chat;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Clients;

/// <summary>The official OpenAI client, pointed at the gateway by its base URL and otherwise unchanged.</summary>
public sealed class OfficialClientTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather",
        "Tells the weather.",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["C","F"]}},"required":["city","unit"]}"""));

    [Fact]
    public async Task A_plain_answer()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);

        ChatCompletion completion = await Client(gateway).CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);

        Assert.Equal("[openai/gpt-4o-mini] You said: Hello", Assert.Single(completion.Content).Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(ChatMessageRole.Assistant, completion.Role);
        Assert.Equal("gpt-4o-mini-2024-07-18", completion.Model);
        Assert.Equal((2, 9, 11), (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount, completion.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task A_streamed_answer()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        string text = "";
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;

        await foreach (StreamingChatCompletionUpdate update in Client(gateway, "gpt-4o")
            .CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Equal("[openai/gpt-4o] You said: Hello", text);
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.Equal(10, usage?.TotalTokenCount);
    }

    [Fact]
    public async Task A_tool_call_and_the_answer_to_its_result()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        ChatClient client = Client(gateway);
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage("What is the weather?")];

        ChatCompletion asking = await client.CompleteChatAsync(messages, options, TestCaller.Cancel);
        ChatToolCall call = Assert.Single(asking.ToolCalls);
        messages.AddRange([new AssistantChatMessage(asking), new ToolChatMessage(call.Id, "sunny")]);
        ChatCompletion answer = await client.CompleteChatAsync(messages, options, TestCaller.Cancel);

        Assert.Equal(ChatFinishReason.ToolCalls, asking.FinishReason);
        Assert.Equal("get_weather", call.FunctionName);
        Assert.Equal("""{"city":"city","unit":"C"}""", call.FunctionArguments.ToString());
        Assert.Equal("[openai/gpt-4o-mini] get_weather returned: sunny", Assert.Single(answer.Content).Text);
    }

    [Fact]
    public async Task A_streamed_tool_call()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        string name = "", id = "", arguments = "";

        await foreach (StreamingChatCompletionUpdate update in Client(gateway).CompleteChatStreamingAsync(
            [new UserChatMessage("What is the weather?")], new ChatCompletionOptions { Tools = { Weather } }, TestCaller.Cancel))
        {
            foreach (StreamingChatToolCallUpdate piece in update.ToolCallUpdates)
            {
                (name, id) = (name + piece.FunctionName, id + piece.ToolCallId);
                arguments += piece.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal("get_weather", name);
        Assert.Matches("^call_[0-9A-Z]{26}$", id);
        Assert.Equal("""{"city":"city","unit":"C"}""", arguments);
    }

    [Fact]
    public async Task Structured_output()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "person",
                BinaryData.FromString(
                    """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":18}},"required":["name","age"]}"""),
                jsonSchemaIsStrict: true),
        };

        ChatCompletion completion = await Client(gateway).CompleteChatAsync([new UserChatMessage("Who?")], options, TestCaller.Cancel);

        JsonElement person = TestReply.Parse(Assert.Single(completion.Content).Text);
        Assert.Equal(("name", 18), (person.GetProperty("name").GetString(), person.GetProperty("age").GetInt32()));
    }

    [Fact]
    public async Task Images_and_files_are_accepted()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        var message = new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("Look"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[3]), "image/png"),
            ChatMessageContentPart.CreateFilePart(BinaryData.FromBytes(new byte[3]), "application/pdf", "a.pdf"));

        ChatCompletion completion = await Client(gateway).CompleteChatAsync([message], cancellationToken: TestCaller.Cancel);

        Assert.EndsWith("You said: Look (with image_url, file)", Assert.Single(completion.Content).Text);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "blocked_by_dlp")]
    [InlineData(HttpStatusCode.TooManyRequests, "rate_limited")]
    [InlineData(HttpStatusCode.BadGateway, "upstream_error")]
    public async Task Errors_arrive_as_the_clients_own_exception(HttpStatusCode status, string code)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        gateway.Enqueue(ScriptedReply.Error(status, code, "because"));

        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(gateway).CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel));

        Assert.Equal((int)status, error.Status);
        Assert.Contains(code, error.Message);
        Assert.Contains("because", error.Message);
    }

    [Theory]
    [InlineData("rtr_wrong", "auto", 401)]
    [InlineData(null, "nobody-knows", 404)]
    public async Task Refusals_arrive_as_the_clients_own_exception(string? key, string model, int status)
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);

        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(gateway, model, key).CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel));

        Assert.Equal(status, error.Status);
    }

    [Fact]
    public async Task A_retry_of_the_client_is_a_request_of_its_own()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);
        gateway.Enqueue(ScriptedReply.Error(HttpStatusCode.BadGateway, "upstream_error", "once"));

        ChatCompletion completion = await Client(gateway, retries: 1)
            .CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);

        Assert.StartsWith("[openai/gpt-4o-mini]", Assert.Single(completion.Content).Text);
        Assert.Equal(2, gateway.Requests.Count);
    }

    private static ChatClient Client(RouteurLocalGateway gateway, string model = "auto", string? key = null, int retries = 0) =>
        OfficialClient.For(gateway.Endpoint, key ?? gateway.ApiKey, model, retries);
}
