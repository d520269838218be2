using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using Routeur.AI.Benchmarks.Floor;
using Routeur.AI.Benchmarks.Network;

namespace Routeur.AI.Benchmarks;

/// <summary>The three that are compared, on one handler: each with its defaults, and no other difference.</summary>
internal sealed class Clients : IDisposable
{
    public const string Key = "rtr_benchmark_0123456789";

    private readonly HttpClient _http;

    private Clients(HttpMessageHandler handler, Uri endpoint)
    {
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Ours = new RouteurChatClient(
            new RouteurOptions { ApiKey = Key, Endpoint = endpoint },
            options => options.Transport = new HttpClientPipelineTransport(_http));
        Official = new OpenAIClient(new ApiKeyCredential(Key), OfficialOptions(endpoint));
        Reference = Official.GetChatClient("auto").AsIChatClient();
        Floor = new FloorClient(_http, endpoint);
    }

    public IChatClient Ours { get; }

    public IChatClient Reference { get; }

    public FloorClient Floor { get; }

    /// <summary>The SDK's client that <see cref="Reference"/> rests on.</summary>
    public OpenAIClient Official { get; }

    /// <summary>In process, without a network.</summary>
    public static Clients Answering(Answer answer) => new(new AnsweringHandler(answer), new Uri("http://127.0.0.1:9/v1"));

    /// <summary>Over real connections.</summary>
    public static Clients Connecting(Uri endpoint) => new(new SocketsHttpHandler(), endpoint);

    /// <summary>An official client on the same transport, with one policy more.</summary>
    public OpenAIClient OfficialWith(PipelinePolicy policy, Uri endpoint)
    {
        OpenAIClientOptions options = OfficialOptions(endpoint);
        options.AddPolicy(policy, PipelinePosition.PerCall);
        return new OpenAIClient(new ApiKeyCredential(Key), options);
    }

    public void Dispose()
    {
        Ours.Dispose();
        _http.Dispose();
    }

    private OpenAIClientOptions OfficialOptions(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Transport = new HttpClientPipelineTransport(_http),
    };
}
