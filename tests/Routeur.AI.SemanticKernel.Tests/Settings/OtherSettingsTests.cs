using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Settings;

/// <summary>Apps that change their registration line keep the settings of SK's OpenAI connector, and they keep working.</summary>
public sealed class OtherSettingsTests
{
    [Fact]
    public async Task What_the_settings_of_the_OpenAI_connector_say_is_sent()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();

        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(new OpenAIPromptExecutionSettings
        {
            ModelId = "gpt-4o",
            Temperature = 0.5,
            TopP = 0.9,
            MaxTokens = 100,
            StopSequences = ["END"],
            Seed = 42,
            ReasoningEffort = "minimal",
            ChatSystemPrompt = "Be brief.",
            User = "u1",
            Logprobs = true,
            TopLogprobs = 2,
            Store = true,
            Metadata = new Dictionary<string, string> { ["app"] = "test" },
            TokenSelectionBiases = new Dictionary<int, int> { [7] = -100 },
            ExtraBody = new Dictionary<string, object?> { ["enable_thinking"] = false },
        }));

        JsonNode body = JsonNode.Parse(on.Requests[0].Body)!;
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """
                    {"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}],
                     "temperature":0.5,"top_p":0.9,"max_completion_tokens":100,"stop":["END"],"seed":42,"reasoning_effort":"minimal",
                     "user":"u1","logprobs":true,"top_logprobs":2,"store":true,"metadata":{"app":"test"},"logit_bias":{"7":-100},"enable_thinking":false}
                    """),
                body),
            body.ToJsonString());
    }

    [Fact]
    public async Task A_type_as_response_format_becomes_a_strict_schema_of_the_answer_and_leaves_tools_alone()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
        {
            b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
            b.Plugins.AddFromObject(new WeatherPlugin(), WeatherPlugin.Name);
        });
        PromptExecutionSettings[] ways =
        [
            new OpenAIPromptExecutionSettings { ResponseFormat = typeof(River), FunctionChoiceBehavior = FunctionChoiceBehavior.None() },
            new RouteurPromptExecutionSettings { ResponseFormat = typeof(River), FunctionChoiceBehavior = FunctionChoiceBehavior.None() },
        ];

        foreach (PromptExecutionSettings settings in ways)
        {
            FunctionResult result = await on.Kernel.InvokePromptAsync("Name a river", new KernelArguments(settings));

            // The simulated model answers in the schema's form.
            Assert.NotNull(JsonSerializer.Deserialize<River>(result.ToString())!.Name);
        }

        Assert.Equal(on.Requests[0].Body, on.Requests[1].Body);
        JsonElement format = on.Body(0).GetProperty("response_format").GetProperty("json_schema");
        Assert.Equal("River", format.GetProperty("name").GetString());
        Assert.True(format.GetProperty("strict").GetBoolean());
        Assert.False(format.GetProperty("schema").GetProperty("additionalProperties").GetBoolean());
        Assert.All(on.Body(0).GetProperty("tools").EnumerateArray(), tool => Assert.False(tool.GetProperty("function").TryGetProperty("strict", out _)));
    }

    [Fact]
    public async Task Other_forms_of_response_format_are_sent_as_they_are_meant()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        const string Schema = """{"type":"object","properties":{"name":{"type":"string"}}}""";
        object[] formats =
        [
            "text",
            "json_object",
            JsonElement.Parse(Schema),
            Schema,
            Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Schema), "River"),
            OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("River", BinaryData.FromString(Schema), null, true),
        ];

        foreach (object format in formats)
        {
            await on.Kernel.InvokePromptAsync("Name a river", new KernelArguments(new RouteurPromptExecutionSettings { ResponseFormat = format }));
        }

        string Type(int i) => on.Body(i).GetProperty("response_format").GetProperty("type").GetString()!;
        JsonElement Sent(int i) => on.Body(i).GetProperty("response_format").GetProperty("json_schema");
        Assert.Equal(["text", "json_object", "json_schema", "json_schema", "json_schema", "json_schema"], Enumerable.Range(0, 6).Select(Type));
        Assert.Equal(["JsonSchema", "JsonSchema", "River", "River"], Enumerable.Range(2, 4).Select(i => Sent(i).GetProperty("name").GetString()));
        Assert.All(Enumerable.Range(2, 4), i => Assert.Equal("string", Sent(i).GetProperty("schema").GetProperty("properties").GetProperty("name").GetProperty("type").GetString()));
        Assert.True(Sent(5).GetProperty("strict").GetBoolean());
    }

    [Fact]
    public async Task What_only_the_OpenAI_connector_can_do_is_refused_and_not_dropped()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();

#pragma warning disable CS0618 // Apps have it still.
        NotSupportedException behaviour = await Assert.ThrowsAsync<NotSupportedException>(() => on.Chat.GetChatMessageContentAsync(
            "Hello", new OpenAIPromptExecutionSettings { ToolCallBehavior = ToolCallBehavior.AutoInvokeKernelFunctions }, on.Kernel));
#pragma warning restore CS0618
        NotSupportedException path = await Assert.ThrowsAsync<NotSupportedException>(() => on.Chat.GetChatMessageContentAsync(
            "Hello", new OpenAIPromptExecutionSettings { ExtraBody = new Dictionary<string, object?> { ["$.a.b"] = 1 } }, on.Kernel));

        Assert.Contains("FunctionChoiceBehavior.Auto()", behaviour.Message, StringComparison.Ordinal);
        Assert.Contains("$.a.b", path.Message, StringComparison.Ordinal);
        Assert.Empty(on.Requests);
    }

    private sealed record River(string Name, int Length);
}
