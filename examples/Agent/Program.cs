// An agent that uses tools and streams what it does; two agents side by side, each kept at a provider by the block of code around it; an
// agent that a DLP rule stops; and what all of it cost.
//
//   dotnet run --project examples/Agent -- [provider]
//
// With ROUTEUR_KEY set it talks to routeur.ai, otherwise to the embedded local gateway.
using System.ComponentModel;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using OrderDesk;
using Routeur.AI;
using Routeur.AI.LocalGateway;

if (args.Length > 1 || args.Any(argument => argument.StartsWith('-')))
{
    return Fail("Use: [provider]");
}

try
{
    await using RouteurLocalGateway? gateway = await StartGatewayUnlessThereIsAKeyAsync();
    using var routeur = new RouteurChatClient(gateway is null ? null : new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey });

    // The agent is a chat client that carries out the calls that the model asks for. From outside to inside: the route is decided once
    // for a whole run, the tools are called, every round trip is written down.
    using var ledger = new RunLedger(routeur);
    using IChatClient agent = ledger.AsBuilder().UseRouteurRouting().UseFunctionInvocation().Build();
    AIFunction findOrder = AIFunctionFactory.Create(FindOrder, "find_order");
    AIFunction refund = AIFunctionFactory.Create(Refund, "refund");
    AIFunction findPayment = AIFunctionFactory.Create(FindPayment, "find_payment");

    Title("One agent, two tools");
    ChatOptions options = new ChatOptions { Instructions = "You work at an order desk. Be brief.", Tools = [findOrder, refund] }
        .WithRouteur(provider: args.FirstOrDefault());
    await foreach (ChatResponseUpdate update in agent.GetStreamingResponseAsync("Order 1042 came broken. Give me my money back.", options))
    {
        Print(update.Contents);
    }

    Console.WriteLine();

    Title("Two agents side by side, each in a scope of its own");
    foreach (string line in await Task.WhenAll(AskInScopeAsync(agent, "gemini", findOrder), AskInScopeAsync(agent, "deepseek", findOrder)))
    {
        Console.WriteLine(line);
    }

    Title("An agent whose tool tells too much");
    try
    {
        ChatResponse response = await agent.GetResponseAsync("How was order 1042 paid?", new ChatOptions { Tools = [findPayment] });
        Console.WriteLine($"no rule of this account objects: {response.Text}");
    }
    catch (RouteurException e) when (e.ErrorCode == RouteurErrorCode.BlockedByDlp)
    {
        Console.WriteLine($"stopped by the rule {e.RuleName}: what the tool returned has reached no provider");
    }

    Title($"All {ledger.RoundTrips.Count} round trips: {(ledger.CostUsd is { } cost ? $"{cost:0.########} USD" : "(not told)")}");
    foreach (RouteurTrace? trace in ledger.RoundTrips)
    {
        Console.WriteLine(trace?.ToString() ?? "(no trace)");
    }

    return 0;
}
catch (Exception e) when (e is RouteurException or ArgumentException or NotSupportedException or IOException or SocketException)
{
    return Fail(e.Message);
}

// The agent is the same, and nothing about a provider is handed to it: the scope reaches every call that is made inside, those of the
// tool loop included, and no call of the agent beside it.
static async Task<string> AskInScopeAsync(IChatClient agent, string provider, AITool tool)
{
    using (RouteurRouting.BeginScope(provider))
    {
        ChatResponse response = await agent.GetResponseAsync("Where is order 1042?", new ChatOptions { Tools = [tool] });
        return $"{provider,-10}asked {string.Join(", then ", response.GetRouteurTraces().Select(trace => trace.Provider))}";
    }
}

static void Print(IEnumerable<AIContent> contents)
{
    foreach (AIContent content in contents)
    {
        Console.Write(content switch
        {
            FunctionCallContent call => $"-> {call.Name}({string.Join(", ", call.Arguments?.Select(a => $"{a.Key}: {a.Value}") ?? [])})\n",
            FunctionResultContent result => $"<- {result.Result}\n",
            TextContent text => text.Text,
            _ => "",
        });
    }
}

[Description("What was ordered, and its state.")]
static string FindOrder([Description("The order's number.")] int number) => $"order {number}: a teapot, 24 EUR, delivered";

[Description("Pays the price of an order back.")]
static string Refund([Description("The order's number.")] int number) => $"order {number} is refunded";

[Description("How an order was paid.")]
static string FindPayment([Description("The order's number.")] int number) => $"order {number} was paid with the card 4242 4242 4242 4242";

static async Task<RouteurLocalGateway?> StartGatewayUnlessThereIsAKeyAsync()
{
    if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(RouteurOptions.ApiKeyEnvironmentVariable)))
    {
        return null;
    }

    RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new()
    {
        DlpRules = [new() { Name = "no_cards", Detector = GatewayDlpDetector.Preset, Pattern = "credit-card", Action = GatewayDlpAction.Block }],
    });
    Console.WriteLine($"{RouteurOptions.ApiKeyEnvironmentVariable} is not set: using a local gateway with a simulated model at {gateway.Endpoint}.");

    // Left to itself, the simulated model calls one tool once. For the first agent it looks the order up, and then refunds it.
    gateway.Enqueue(ScriptedReply.ToolCalls(("find_order", """{"number":1042}""")));
    gateway.Enqueue(ScriptedReply.ToolCalls(("refund", """{"number":1042}""")));
    return gateway;
}

static void Title(string text) => Console.WriteLine($"\n== {text}");

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
