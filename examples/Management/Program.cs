// Make a rule, see it win, read the trace of a call, look into its payload archive, delete the rule.
//
//   dotnet run --project examples/Management
//
// With ROUTEUR_KEY set it works in your account at routeur.ai, otherwise on the embedded local gateway.
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI;
using Routeur.AI.LocalGateway;

// A name of its own, so that no rule and no traffic of the account is touched.
string alias = "example-" + Guid.NewGuid().ToString("N")[..8];

try
{
    await using RouteurLocalGateway? gateway = await StartGatewayUnlessThereIsAKeyAsync(alias);
    using var client = new RouteurClient(gateway is null
        ? null
        : new RouteurOptions { Endpoint = gateway.Endpoint, ApiKey = gateway.ApiKey });

    RouteurRoute rule = await client.Routes.CreateAsync(RouteDefinition.Pin(alias, alias, "openai", "gpt-4o-mini", priority: 50));
    Row("created", $"{rule.Id}, {alias} goes to {rule.Action?.Provider}/{rule.Action?.Model}");
    try
    {
        await WaitUntilItWinsAsync(client, alias);
        string? requestId = await AskAsync(client, alias);
        if (requestId is not null)
        {
            await PrintTraceAsync(client, requestId);
            await PrintLayersAsync(client, requestId);
        }
    }
    finally
    {
        await client.Routes.DeleteAsync(rule.Id);
        Row("deleted", rule.Id);
    }

    return 0;
}
catch (Exception e) when (e is RouteurException or ArgumentException or NotSupportedException or IOException or SocketException)
{
    return Fail(e.Message);
}

static async Task<RouteurLocalGateway?> StartGatewayUnlessThereIsAKeyAsync(string alias)
{
    if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(RouteurOptions.ApiKeyEnvironmentVariable)))
    {
        Console.WriteLine($"In your account at routeur.ai this creates the rule \"{alias}\", makes one small paid call, and deletes the rule.");
        Console.WriteLine("The service does not document how to delete a rule: should that fail, delete it in the dashboard.");
        Console.WriteLine();
        return null;
    }

    RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new()
    {
        StorePayloads = true,
        DlpRules = [new() { Name = "cards", Detector = GatewayDlpDetector.Preset, Pattern = "credit-card", Action = GatewayDlpAction.Redact }],
    });
    Console.WriteLine($"{RouteurOptions.ApiKeyEnvironmentVariable} is not set: using a local gateway with a simulated model at {gateway.Endpoint}.");
    Console.WriteLine();
    return gateway;
}

// A new rule takes effect within a few seconds. Dry runs cost no tokens.
static async Task WaitUntilItWinsAsync(RouteurClient client, string alias)
{
    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
    for (int attempt = 1; ; attempt++)
    {
        try
        {
            RouteResolution route = await client.ResolveRouteAsync([new(ChatRole.User, "Hello")], new ChatOptions { ModelId = alias });
            if (route.RouteReason == "rule:" + alias || attempt == 10)
            {
                Row("dry run", $"{route.Provider}/{route.Model}, {route.RouteReason}");
                return;
            }
        }
        catch (RouteurException e) when (attempt < 10 && e.Status is (400 or 404))
        {
            // Before the rule is there, nobody knows the alias.
        }

        await timer.WaitForNextTickAsync();
    }
}

static async Task<string?> AskAsync(RouteurClient client, string alias)
{
    // A well-known test number: where a DLP rule looks for cards, the archive shows what became of it.
    ChatResponse response = await client.AsIChatClient().GetResponseAsync(
        "Say thanks for the card 4242 4242 4242 4242.", new ChatOptions { ModelId = alias, MaxOutputTokens = 50 });
    Row("answer", response.Text);
    return response.GetRouteurTrace()?.RequestId;
}

static async Task PrintTraceAsync(RouteurClient client, string requestId)
{
    RouteurTrace trace = await client.Traces.GetAsync(requestId);
    Console.WriteLine();
    Row("trace", trace.RequestId);
    Row("asked for", trace.RequestedModel);
    Row("routed to", $"{trace.Provider}/{trace.Model}");
    Row("route reason", trace.RouteReason);
    Row("redactions", trace.Redactions?.ToString(CultureInfo.InvariantCulture));
    Row("cost", trace.CostUsd is { } cost ? cost.ToString("0.########", CultureInfo.InvariantCulture) + " USD" : null);
}

static async Task PrintLayersAsync(RouteurClient client, string requestId)
{
    Console.WriteLine();
    if ((await client.Traces.InspectAsync(requestId)).PayloadUrl is null)
    {
        Row("archive", "payload storage is off in this account");
        return;
    }

    await using TracePayload payload = await client.Traces.DownloadPayloadAsync(requestId);
    PayloadLayers layers = await payload.ReadLayersAsync();
    Layer("1 caller_request", layers.CallerRequest);
    Layer("2 upstream_request", layers.UpstreamRequest);
    Layer("3 upstream_response", layers.UpstreamResponse);
    Layer("4 caller_response", layers.CallerResponse);
    Console.WriteLine();

    static void Layer(string name, JsonElement? layer)
    {
        string text = layer?.GetRawText() ?? "(nothing)";
        Console.WriteLine($"{name,-22}{(text.Length > 160 ? text[..160] + "…" : text)}");
    }
}

static void Row(string name, string? value) => Console.WriteLine($"{name,-14}{value ?? "(not told)"}");

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
