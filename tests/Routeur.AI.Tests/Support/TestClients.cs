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

    public static RouteurOptions Options(Action<RouteurOptions>? change = null)
    {
        var options = new RouteurOptions { ApiKey = Key, Endpoint = new Uri("http://127.0.0.1:9/v1"), MaxRetries = 0 };
        change?.Invoke(options);
        return options;
    }

    public static Action<OpenAIClientOptions> Transport(HttpMessageHandler handler) =>
        o => o.Transport = new HttpClientPipelineTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
}
