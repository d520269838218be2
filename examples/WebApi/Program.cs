// A web service that streams chat answers to its callers, tells whether it is healthy, and moves to another provider when
// appsettings.json is edited while it runs.
//
//   dotnet run --project examples/WebApi
//
// With a key (ROUTEUR_KEY, or Routeur:ApiKey in the configuration) it talks to routeur.ai, otherwise to the embedded local gateway.
using System.Net.Sockets;
using ChatService;
using Microsoft.Extensions.Options;
using Routeur.AI;
using Routeur.AI.LocalGateway;

try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    await using RouteurLocalGateway? gateway = await StartGatewayUnlessThereIsAKeyAsync(builder.Configuration);

    builder.Services.AddRouteurChatClient();   // section "Routeur", followed while the app runs
    builder.Services.AddProblemDetails().AddExceptionHandler<RouteurProblems>();
    builder.Services.AddHealthChecks().AddCheck<RouteurHealth>("routeur", timeout: TimeSpan.FromSeconds(5));

    // A start that fails is told below, in one line.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

    await using WebApplication app = builder.Build();
    ReportUnreadableFiles(builder.Configuration, app.Logger);
    app.UseExceptionHandler();
    app.UseStatusCodePages();
    app.MapPost("/chat", ChatEndpoint.PostAsync);
    app.MapHealthChecks("/health", new()
    {
        ResponseWriter = (context, report) => context.Response.WriteAsync(
            $"{report.Status}: {string.Join("; ", report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}"))}\n"),
    });
    if (gateway is not null)
    {
        // What reached the local gateway, and how it ended: a caller who goes away shows there as Disconnected.
        app.MapGet("/gateway", () => gateway.Requests.Select(request =>
            $"{request.Path} {request.Route?.Provider} {(request.Outcome.IsCompleted ? request.Outcome.Result : "UnderWay")}"));
    }

    await app.RunAsync();
    return 0;
}
catch (InvalidDataException e)
{
    return Fail($"{e.Message} {e.GetBaseException().Message}");
}
catch (Exception e) when (e is RouteurException or OptionsValidationException or ArgumentException or FormatException
    or InvalidOperationException or NotSupportedException or IOException or SocketException)
{
    return Fail(e.Message);
}

static async Task<RouteurLocalGateway?> StartGatewayUnlessThereIsAKeyAsync(ConfigurationManager configuration)
{
    if (!string.IsNullOrWhiteSpace(configuration["Routeur:ApiKey"])
        || !string.IsNullOrWhiteSpace(configuration[RouteurOptions.ApiKeyEnvironmentVariable]))
    {
        return null;
    }

    RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new()
    {
        // So that a stream can be seen to be one.
        ChunkDelay = configuration.GetValue("LocalGateway:ChunkDelay", TimeSpan.Zero),
        DlpRules = [new() { Name = "no_cards", Detector = GatewayDlpDetector.Preset, Pattern = "credit-card", Action = GatewayDlpAction.Block }],
    });
    Console.WriteLine($"{RouteurOptions.ApiKeyEnvironmentVariable} is not set: using a local gateway with a simulated model at {gateway.Endpoint}.");

    // Added last, so it wins over appsettings.json, which decides everything else.
    configuration.AddInMemoryCollection([new("Routeur:Endpoint", gateway.Endpoint.ToString()), new("Routeur:ApiKey", gateway.ApiKey)]);
    return gateway;
}

// A setting that is invalid is reported by Routeur. A file that is no JSON does not get that far: it changes nothing, and without this
// nobody would say so.
static void ReportUnreadableFiles(IConfigurationBuilder configuration, ILogger logger) =>
    configuration.SetFileLoadExceptionHandler(context =>
        ServiceLog.FileIsUnreadable(logger, context.Exception.Message, context.Exception.GetBaseException().Message));

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
