using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Routeur.AI.Tests.Support;
using static Routeur.AI.Tests.Wire.RequestBody;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace Routeur.AI.Tests.Wire;

/// <summary>Whole bodies as they are documented, in Golden/requests. A file is named like its case.</summary>
public sealed class RequestGoldenTests
{
    private static readonly byte[] SomeBytes = [1, 2, 3, 4];

    private static readonly AITool Weather = AIFunctionFactory.CreateDeclaration("get_weather", "Tells the weather.", JsonElement.Parse(
        """{"type":"object","properties":{"city":{"type":"string","minLength":1}},"required":["city"]}"""));

    private static readonly Dictionary<string, Func<BinaryData>> AllCases = new()
    {
        // [/api-reference/chat-completions/create], [/guides/routing-rules], [/sdks/curl]
        ["plain"] = () => Bytes([Hi]),
        ["stream"] = () => Bytes([Hi], stream: true),
        ["explicit-model"] = () => Bytes([Hi], new ChatOptions { ModelId = "gpt-4o-mini", Temperature = 1 }),
        ["forced-by-header"] = () => Bytes([Hi], decision: Decision("gpt-4o", "openai", "gpt-4o")),
        ["sampling"] = () => Bytes([Hi], new ChatOptions
        {
            Instructions = "Be brief.",
            Temperature = 0.7f,
            TopP = 0.9f,
            FrequencyPenalty = 0.5f,
            PresencePenalty = -0.5f,
            Seed = 42,
            MaxOutputTokens = 100,
            StopSequences = ["END", "\n\n"],
            Reasoning = new() { Effort = ReasoningEffort.ExtraHigh },
        }),
        ["roles"] = () => Bytes(
        [
            new(ChatRole.System, "Be brief."), new(new ChatRole("developer"), "Be kind."), new(ChatRole.User, "hi") { AuthorName = "Ada L." },
            new(ChatRole.Assistant, "hello") { AuthorName = "bot" }, new(ChatRole.User, "bye"),
        ]),
        ["tools"] = () => Bytes([Hi], new ChatOptions
        {
            Tools = [Weather, new HostedWebSearchTool(new Dictionary<string, object?> { ["search_context_size"] = "low" })],
            ToolMode = ChatToolMode.RequireSpecific("get_weather"),
            AllowMultipleToolCalls = false,
        }),
        ["strict-tools"] = () => Bytes([Hi], new ChatOptions { Tools = [Weather], AdditionalProperties = new() { ["strict"] = true } }),
        ["tool-turns"] = () => Bytes(
        [
            Hi,
            Assistant(new TextContent("Let me see."), new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Köln" }), new FunctionCallContent("c2", "now")),
            Tool(new FunctionResultContent("c1", new { Sky = "blue", Degrees = 21.5 }), new FunctionResultContent("c2", "noon")),
        ]),
        ["json-object"] = () => Bytes([Hi], new ChatOptions { ResponseFormat = ChatResponseFormat.Json }),
        ["json-schema"] = () => Bytes([Hi], new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"integer","maximum":3}}}"""), "answer", "The answer."),
            AdditionalProperties = new() { ["strict"] = true },
        }),
        ["content-parts"] = () => Bytes([User(
            new TextContent("Look:"), new UriContent("https://example.test/a.png", "image/png") { AdditionalProperties = new() { ["detail"] = "low" } },
            new DataContent(SomeBytes, "image/jpeg"), new DataContent(SomeBytes, "audio/mpeg"), new DataContent(SomeBytes, "audio/wav"),
            new DataContent(SomeBytes, "application/pdf") { Name = "a.pdf" }, new DataContent(SomeBytes, "application/pdf"), new HostedFileContent("file-1"))]),
        ["refusal"] = () => Bytes([Hi, Assistant(new ErrorContent("I won't.") { ErrorCode = "Refusal" }), Hi]),
        ["deepseek"] = () => Bytes(
            [Hi, Assistant(new TextReasoningContent("I need the "), new TextReasoningContent("time."), new FunctionCallContent("c", "now")), Tool(new FunctionResultContent("c", "noon"))],
            new ChatOptions { MaxOutputTokens = 100 }, Decision("deepseek-chat", "deepseek", "deepseek-chat")),
        ["raw-options"] = () => Bytes([Hi], new ChatOptions
        {
            Temperature = 1,
            TopP = 1,
            MaxOutputTokens = 5,
            StopSequences = ["ours"],
            Tools = [Weather],
            AdditionalProperties = new() { ["top_k"] = 5, ["user"] = "not this" },
            RawRepresentationFactory = _ =>
            {
                var raw = new ChatCompletionOptions { Temperature = 0, EndUserId = "ada", StopSequences = { "raw" }, Tools = { ChatTool.CreateFunctionTool("raw_tool") } };
                raw.Patch.Set("$.model"u8, "team-fast");
                raw.Patch.Set("$.provider_hint"u8, "{\"a\":1}"u8);
                raw.Patch.Remove("$.top_p"u8);
                return raw;
            },
        }),
    };

    public static TheoryData<string> Cases => [.. AllCases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_body_is_the_golden_file(string name)
    {
        JsonNode body = JsonNode.Parse(AllCases[name]())!;

        string file = Path.Combine(AppContext.BaseDirectory, "Golden", "requests", $"{name}.json");
        Assert.Null(JsonDifference.Find(JsonNode.Parse(File.ReadAllText(file)), body));
    }

    [Fact]
    public void Every_golden_file_has_its_case()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "requests"));

        Assert.Equal(AllCases.Keys.Order(), files.Select(f => Path.GetFileNameWithoutExtension(f)).Order());
    }
}
