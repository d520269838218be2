// Runs prompt settings and a function through SK, and prints what the local gateway saw. The same lines with and without Native AOT.
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel;

await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
IKernelBuilder builder = Kernel.CreateBuilder().AddRouteurChatCompletion(apiKey: gateway.ApiKey, endpoint: gateway.Endpoint);
builder.Plugins.AddFromFunctions("Weather", [
    KernelFunctionFactory.CreateFromMethod((string city) => $"18 degrees in {city}", SmokeJson.Default.Options, "get_now"),
]);
Kernel kernel = builder.Build();
var chat = kernel.GetRequiredService<IChatCompletionService>();

// Typed settings, keys, and a function that the model calls.
var history = new ChatHistory("Be brief.");
history.AddUserMessage("How is the weather?");
ChatMessageContent answer = await chat.GetChatMessageContentAsync(
    history,
    new RouteurPromptExecutionSettings
    {
        Provider = "gemini",
        Model = "gemini-2.0-flash",
        Trace = true,
        Temperature = 0.5,
        MaxTokens = 200,
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        ExtensionData = new Dictionary<string, object> { ["seed"] = 42, ["vendor_option"] = "x" },
    },
    kernel);
Console.WriteLine(answer.Content);
Console.WriteLine($"round trips: {answer.GetRouteurTraces().Count}, provider: {answer.GetRouteurTrace()?.Provider}");

// The keys of a prompt file, streamed.
string streamed = "";
await foreach (StreamingChatMessageContent update in chat.GetStreamingChatMessageContentsAsync(
    "Name a river", new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["routeur_provider"] = "deepseek", ["temperature"] = "0.25" } }, kernel))
{
    streamed += update.Content;
}

Console.WriteLine(streamed);

foreach (RecordedRequest request in gateway.Requests)
{
    JsonElement body = request.ReadJson();
    Console.WriteLine(
        $"Routeur-Provider: {request.Headers.GetValueOrDefault("Routeur-Provider")}, Routeur-Model: {request.Headers.GetValueOrDefault("Routeur-Model")}, " +
        $"Routeur-Trace: {request.Headers.GetValueOrDefault("Routeur-Trace")}, temperature: {body.GetProperty("temperature")}, " +
        $"seed: {Field(body, "seed")}, vendor_option: {Field(body, "vendor_option")}, max_completion_tokens: {Field(body, "max_completion_tokens")}");
}

static string Field(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) ? value.ToString() : "-";

[JsonSerializable(typeof(string))]
internal sealed partial class SmokeJson : JsonSerializerContext;
