// Let a kernel call the functions of two plugins by itself, hand its answer to a prompt file that is pinned to a provider, and see
// every round trip with its cost.
//
//   dotnet run --project examples/SemanticKernel -- [provider]
//
// With ROUTEUR_KEY set it talks to routeur.ai, otherwise to the embedded local gateway.
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Routeur.AI;
using Routeur.AI.LocalGateway;
using Routeur.AI.SemanticKernel;
using TravelDesk;

const string Question = "I am in Lyon tomorrow. What should I wear, and when does the first train to Geneva leave?";

if (args is [_, _, ..] or [['-', ..]])
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
    (string plan, IReadOnlyList<RouteurTrace> asked) = await AskAsync(kernel, provider: args.FirstOrDefault());
    PrintRoundTrips(asked);

    Title("The prompt file Prompts/Postcard, pinned to its provider");
    FunctionResult postcard = await kernel.InvokeAsync(prompts["Postcard"], new() { ["plan"] = plan });
    Console.WriteLine(postcard);
    PrintRoundTrips(postcard.GetRouteurTraces());

    Title($"Together: {Cost(asked.Concat(postcard.GetRouteurTraces()))}");
    return 0;
}
catch (Exception e) when (e is RouteurException or KernelException or JsonException
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
static async Task<(string Answer, IReadOnlyList<RouteurTrace> RoundTrips)> AskAsync(Kernel kernel, string? provider)
{
    var settings = new RouteurPromptExecutionSettings { Provider = provider, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    var answer = new StringBuilder();
    var updates = new List<StreamingKernelContent>();
    await foreach (StreamingKernelContent update in kernel.InvokePromptStreamingAsync(Question, new KernelArguments(settings)))
    {
        Console.Write(update);
        answer.Append(update);
        updates.Add(update);
    }

    Console.WriteLine();
    return (answer.ToString(), updates.GetRouteurTraces());
}

static void PrintRoundTrips(IReadOnlyList<RouteurTrace> roundTrips)
{
    Console.WriteLine();
    for (int i = 0; i < roundTrips.Count; i++)
    {
        Console.WriteLine($"round trip {i + 1}  {roundTrips[i]}");
    }

    Console.WriteLine($"sum           {Cost(roundTrips)}");
}

// One round trip without a price, and nobody knows the sum.
static string Cost(IEnumerable<RouteurTrace> roundTrips) =>
    roundTrips.Aggregate((decimal?)0, (sum, trace) => sum + trace.CostUsd) is { } cost ? $"{cost:0.########} USD" : "(not told)";

static void Title(string text) => Console.WriteLine($"\n== {text}");

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
