using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Routeur.AI.FuzzTests.Hostile;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints keep the key to themselves too.

namespace Routeur.AI.FuzzTests.KeySecrecy;

/// <summary>Whatever fails, and whatever the service repeats: the key is in no log, activity, metric, exception or text of an object.</summary>
[Collection(RunsAlone.Name)]
public sealed class KeySweepTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Fault fault in Fault.All)
            {
                data.Add(fault.Name, "rtr_sweep_K3y0123456789abcdef");
                data.Add(fault.Name, "Own-Gateway-K3y0123456789abcdef");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_key_is_nowhere(string name, string key)
    {
        Fault fault = Fault.All.Single(f => f.Name == name);
        using var diagnostics = new Diagnostics();
        await using LoopbackService service = await LoopbackService.StartAsync(context =>
            fault.Answer(context, context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal)));
        await using ServiceProvider services = Build(service.Address, key, fault, diagnostics);
        var client = services.GetRequiredService<RouteurClient>();
        IChatClient chat = services.GetRequiredService<IChatClient>();

        Func<Task>[] calls =
        [
            () => chat.GetResponseAsync("hi"),
            () => chat.GetStreamingResponseAsync("hi").ToChatResponseAsync(),
            () => client.ResolveRouteAsync([new(ChatRole.User, "hi")]),
            () => client.Models.GetAsync("auto"),
            () => client.Routes.ListAsync(),
            () => client.Traces.GetAsync("01K"),
            () => client.OpenAI.GetChatClient("auto").CompleteChatAsync("hi"),
        ];
        await Task.WhenAll(calls.Select(async call =>
        {
            Exception? error = await Record.ExceptionAsync(call);
            for (Exception? e = error; e is not null; e = e.InnerException)
            {
                diagnostics.Add($"{e} {e.Message} {string.Join(',', e.Data.Values.Cast<object>())}");
                diagnostics.Add(e is RouteurException r ? $"{r.ErrorCode} {r.RuleName} {r.RequestId} {string.Join(',', r.FailedTargets)}" : null);
            }
        }));
        diagnostics.Add($"{client} {client.Settings} {chat.GetService<ChatClientMetadata>()} {client.Models} {client.OpenAI} {new RouteurOptions { ApiKey = key }}");

        Assert.NotEqual(0, service.Requests);
        Assert.True(diagnostics.Activities > 0 && diagnostics.Measurements > 0 && diagnostics.Logs.Entries.Count > 0);
        Assert.All(diagnostics.Texts, text => Assert.DoesNotContain(key[..12], text, StringComparison.OrdinalIgnoreCase));
    }

    private static ServiceProvider Build(Uri address, string key, Fault fault, Diagnostics diagnostics)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(diagnostics.Logs));
        services.AddRouteurChatClient(options =>
        {
            options.ApiKey = key;
            options.Endpoint = new Uri(address, "v1");
            options.MaxRetries = 1;
            options.MaxRetryDelay = TimeSpan.Zero;

            // A call behind a 429 waits for the limits; here it gives up, and says so, which must not show the key either.
            options.QueueTimeout = TimeSpan.FromMilliseconds(200);
            options.ResponseTimeout = options.StreamFirstByteTimeout = fault.Name == "silence" ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMinutes(5);
        }).UseOpenTelemetry(sourceName: "sweep", configure: telemetry => telemetry.EnableSensitiveData = true);
        services.ConfigureRouteurOpenAI((provider, options) => options.ClientLoggingOptions = new ClientLoggingOptions
        {
            EnableLogging = true,

            // The SDK logs bodies, and some of an answer's headers, as they are: what a service repeats there is in this log (docs/limits.md).
            EnableMessageLogging = fault.Echo != Echo.InHeader,
            EnableMessageContentLogging = fault.Echo == Echo.Nowhere,
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
        });
        return services.BuildServiceProvider();
    }
}
