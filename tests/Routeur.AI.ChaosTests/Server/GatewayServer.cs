using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Routeur.AI.ChaosTests.Running;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>The local gateway, mapped into a web server that says which requests arrive and which connections are open. Every call gets the same scripted reply.</summary>
internal sealed partial class GatewayServer : IFaultServer
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _arrivals = new();
    private readonly ConcurrentDictionary<ConnectionContext, TaskCompletionSource> _open = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly WebApplication _app;
    private int _attempts;

    private GatewayServer(ScriptedReply reply)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection => ConnectAsync(next, connection))));
        _app = builder.Build();
        _app.Use(ArriveAsync);
        _app.MapRouteurGateway(new RouteurLocalGatewayOptions
        {
            ApiKey = ChaosRun.Key,
            RequestsPerMinute = 1_000_000,
            TokensPerMinute = 1_000_000_000,
        }).Enqueue(reply, times: 10_000);
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public int Attempts => Volatile.Read(ref _attempts);

    public IReadOnlyCollection<Exception> Failures => _failures;

    public static async Task<GatewayServer> StartAsync(ScriptedReply reply)
    {
        var server = new GatewayServer(reply);
        await server._app.StartAsync();
        return server;
    }

    public string? ModelFor(int call) => null;

    /// <summary>The simulated model repeats what it was told.</summary>
    public string AnswerTo(int call, string prompt) => $"[openai/gpt-4o-mini] You said: {prompt}";

    /// <summary>The request is here; it depends on the reply how much of an answer comes before the silence.</summary>
    public Task Stalled(int call) => Arrival(call).Task;

    public void NoteStall(int call) => Arrival(call).TrySetResult();

    public void End(int call)
    {
    }

    public async Task AllClosedAsync(CancellationToken cancellationToken)
    {
        while (!_open.IsEmpty)
        {
            await Task.WhenAll(_open.Values.Select(closed => closed.Task)).WaitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [GeneratedRegex(@"This is call (\d+)\.")]
    private static partial Regex CallInPrompt();

    private TaskCompletionSource Arrival(int call) =>
        _arrivals.GetOrAdd(call, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ConnectAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        TaskCompletionSource closed = _open[connection] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            closed.SetResult();
        }
    }

    private async Task ArriveAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _attempts);
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        if (!int.TryParse(CallInPrompt().Match(body).Groups[1].Value, CultureInfo.InvariantCulture, out int call))
        {
            _failures.Enqueue(new FormatException(body));
        }

        NoteStall(call);
        await next(context);
    }
}
