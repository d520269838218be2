using System.ClientModel.Primitives;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace Routeur.AI.Tests.Support;

/// <summary>Clients on a fake network. None of them reads an environment variable.</summary>
internal static class TestClients
{
    public const string Key = "rtr_test_0123456789";

    public static RouteurChatClient Chat(HttpMessageHandler handler, Action<RouteurOptions>? options = null, ILoggerFactory? loggerFactory = null) =>
        new(Options(options), Transport(handler), loggerFactory);

    /// <summary>A client on a clock of the test's own.</summary>
    public static RouteurClient OnClock(HttpMessageHandler handler, TimeProvider timeProvider, Action<RouteurOptions>? options = null, ILoggerFactory? loggerFactory = null) =>
        Live(handler, Settings(options), timeProvider, loggerFactory);

    /// <summary>A client whose settings the test can change while it lives.</summary>
    public static RouteurClient Live(HttpMessageHandler handler, Func<RouteurSettings> settings, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null) =>
        new(settings, Transport(handler), loggerFactory, httpClient: null, timeProvider ?? TimeProvider.System);

    /// <summary>
    /// Options that point nowhere. Without the queue of the key, which all clients with one key and endpoint would share: tests run in parallel.
    /// </summary>
    public static RouteurOptions Options(Action<RouteurOptions>? change = null)
    {
        var options = new RouteurOptions { ApiKey = Key, Endpoint = new Uri("http://127.0.0.1:9/v1"), MaxRetries = 0, RespectRateLimits = false };
        change?.Invoke(options);
        return options;
    }

    public static Func<RouteurSettings> Settings(Action<RouteurOptions>? change = null)
    {
        var settings = RouteurSettings.Create(Options(change));
        return () => settings;
    }

    public static Action<OpenAIClientOptions> Transport(HttpMessageHandler handler) =>
        o => o.Transport = new HttpClientPipelineTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
}
