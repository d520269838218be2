// Ask one question through Routeur, see where it went and what it cost, then choose the model in three ways.
//
//   dotnet run --project examples/Quickstart -- [prompt] [--provider <id>] [--model <id>] [--stream]
//
// With ROUTEUR_KEY set it talks to routeur.ai, otherwise to the embedded local gateway.
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using Routeur.AI;
using Routeur.AI.LocalGateway;

const string Usage = "Use: [prompt] [--provider <id>] [--model <id>] [--stream]";

var words = new List<string>();
string? provider = null, model = null;
bool stream = false;

for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--provider" when i + 1 < args.Length:
            provider = args[++i];
            break;
        case "--model" when i + 1 < args.Length:
            model = args[++i];
            break;
        case "--stream":
            stream = true;
            break;
        case "-h" or "--help":
            Console.WriteLine(Usage);
            return 0;
        case var option when option.StartsWith("--", StringComparison.Ordinal):
            return Fail($"Unknown or incomplete option {option}. {Usage}");
        case var text:
            words.Add(text);
            break;
    }
}

// A prompt need not stand in quotes.
string prompt = words is [] ? "Why is the sky blue?" : string.Join(' ', words);

try
{
    await using RouteurLocalGateway? gateway = await StartGatewayUnlessThereIsAKeyAsync();
    using var chat = new RouteurChatClient(gateway is null
        ? null
        : new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey });

    ChatOptions options = new ChatOptions().WithRouteur(provider, model);
    ChatResponse response = stream ? await PrintWhileItStreamsAsync(chat, prompt, options) : await chat.GetResponseAsync(prompt, options);
    if (!stream)
    {
        Console.WriteLine(response.Text);
    }

    Console.WriteLine();
    PrintTrace(chat.ExplainRouting(options), response);
    await PrintThreeWaysAsync(chat);
    return 0;
}
catch (Exception e) when (e is RouteurException or ArgumentException or NotSupportedException or IOException or SocketException)
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
    Console.WriteLine();
    return gateway;
}

static async Task<ChatResponse> PrintWhileItStreamsAsync(IChatClient chat, string prompt, ChatOptions options)
{
    var updates = new List<ChatResponseUpdate>();
    await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(prompt, options))
    {
        Console.Write(update.Text);
        updates.Add(update);
    }

    Console.WriteLine();
    return updates.ToChatResponse();
}

static void PrintTrace(RouteurDecision asked, ChatResponse response)
{
    RouteurTrace? trace = response.GetRouteurTrace();
    Row("asked for", asked.ForcedProvider is null ? asked.Model : $"{asked.Model} at {asked.ForcedProvider}");
    Row("routed to", trace is null ? response.ModelId : $"{trace.Provider}/{trace.Model}");
    Row("route reason", trace?.RouteReason);
    Row("tokens", response.Usage is { } usage ? $"{usage.InputTokenCount} in, {usage.OutputTokenCount} out" : null);
    Row("cost", trace?.CostUsd is { } cost ? cost.ToString("0.########", CultureInfo.InvariantCulture) + " USD" : null);
    Row("latency", trace?.Latency is { } latency ? $"{latency.TotalMilliseconds:0} ms" : null);

    static void Row(string name, string? value) => Console.WriteLine($"{name,-14}{value ?? "(not told)"}");
}

static async Task PrintThreeWaysAsync(IChatClient chat)
{
    (string How, ChatOptions Options)[] ways =
    [
        ("auto: the account's rules", new ChatOptions()),
        ("explicit id in the body", new ChatOptions { ModelId = "gpt-4o" }),
        ("forced: Routeur-Provider", new ChatOptions().WithRouteur(provider: "deepseek", model: "deepseek-chat")),
    ];

    Console.WriteLine();
    Console.WriteLine($"{"three ways to choose",-28}{"routed to",-26}{"reason",-16}");
    foreach ((string how, ChatOptions options) in ways)
    {
        try
        {
            RouteurTrace? trace = (await chat.GetResponseAsync("Say hello.", options)).GetRouteurTrace();
            Console.WriteLine($"{how,-28}{trace?.Provider + "/" + trace?.Model,-26}{trace?.RouteReason,-16}");
        }
        catch (RouteurException e)
        {
            // An account need not have every provider.
            Console.WriteLine($"{how,-28}{e.ErrorCode,-26}");
        }
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
