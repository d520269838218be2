// Let a kernel call the functions of two plugins by itself, hand its answer to a prompt file that is pinned to a provider, and see
// every round trip with its cost.
//
//   dotnet run --project examples/SemanticKernel -- [provider]
//
// With ROUTEUR_KEY set it talks to routeur.ai, otherwise to the embedded local gateway.
using System.Net.Sockets;
using Microsoft.SemanticKernel;
using Routeur.AI;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel;
using TravelDesk;

const string Question = "I am in Lyon tomorrow. What should I wear, and when does the first train to Geneva leave?";

if (args.Length > 1 || args.Any(argument => argument.StartsWith('-')))
{
    return Fail("Use: [provider]");
}

try
{
    await using RouteurLocalGateway? gateway = await StartGatewayUnlessThereIsAKeyAsync();

    IKernelBuilder builder = Kernel.CreateBuilder().AddRouteurChatCompletion(apiKey: gateway?.ApiKey, endpoint: gateway?.Endpoint);
    builder.Plugins.AddFromType<WeatherPlugin>("Weather").AddFromType<TrainPlugin>("Train");
    Kernel kernel = builder.Build();

    // A plugin of its own, not one of the kernel's: these prompts are for the app, and no functions for the model.
    KernelPlugin prompts = kernel.CreatePluginFromPromptDirectory(Path.Combine(AppContext.BaseDirectory, "Prompts"));

    Title($"The kernel, {(args is [] ? "routed by the account's rules" : $"forced to {args[0]}")}");
    List<StreamingKernelContent> answer = await AskAsync(kernel, provider: args.FirstOrDefault());
    PrintRoundTrips(answer.GetRouteurTraces(), answer.GetRouteurCostUsd());

    Title("The prompt file Prompts/Postcard, pinned to its provider");
    FunctionResult postcard = await kernel.InvokeAsync(prompts["Postcard"], new() { ["plan"] = string.Concat(answer) });
    Console.WriteLine(postcard);
    PrintRoundTrips(postcard.GetRouteurTraces(), postcard.GetRouteurCostUsd());

    Title($"Together: {Price(answer.GetRouteurCostUsd() + postcard.GetRouteurCostUsd())}");
    return 0;
}
catch (Exception e) when (e is RouteurException or KernelException or KeyNotFoundException
    or ArgumentException or NotSupportedException or IOException or SocketException)
{
    return Fail(e.Message);
}

static async Task<RouteurLocalGateway?> StartGatewayUnlessThereIsAKeyAsync()
{
    if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(RouteurOptions.ApiKeyEnvironmentVariable)))
    {
        return null;
    }

    RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync();
    Console.WriteLine($"{RouteurOptions.ApiKeyEnvironmentVariable} is not set: using a local gateway with a simulated model at {gateway.Endpoint}.");

    // Left to itself, the simulated model calls one function. Here it asks for two at once, as real models do.
    gateway.Enqueue(ScriptedReply.ToolCalls(
        ("Weather_get_forecast", """{"city":"Lyon"}"""),
        ("Train_first_train", """{"from":"Lyon","to":"Geneva"}""")));
    return gateway;
}

// The model may call every function of the kernel. Its calls, their results and the answer all come in this one stream.
static async Task<List<StreamingKernelContent>> AskAsync(Kernel kernel, string? provider)
{
    var settings = new RouteurPromptExecutionSettings { Provider = provider, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    var updates = new List<StreamingKernelContent>();
    await foreach (StreamingKernelContent update in kernel.InvokePromptStreamingAsync(Question, new KernelArguments(settings)))
    {
        Console.Write(update);
        updates.Add(update);
    }

    Console.WriteLine();
    return updates;
}

static void PrintRoundTrips(IReadOnlyList<RouteurTrace> traces, decimal? costUsd)
{
    Console.WriteLine();
    for (int i = 0; i < traces.Count; i++)
    {
        Console.WriteLine($"round trip {i + 1}  {traces[i]}");
    }

    Console.WriteLine($"sum           {Price(costUsd)}");
}

static string Price(decimal? usd) => usd is null ? "(not told)" : $"{usd:0.########} USD";

static void Title(string text) => Console.WriteLine($"\n== {text}");

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
