using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>A gateway and a bare HTTP client with its key: a client that knows nothing of SDKs.</summary>
internal sealed partial class TestCaller : IAsyncDisposable
{
    public const string Hello = """{"model":"auto","messages":[{"role":"user","content":"Hello there"}]}""";
    public const string HelloStream = """{"model":"auto","stream":true,"messages":[{"role":"user","content":"Hello there"}]}""";

    private TestCaller(RouteurLocalGateway gateway)
    {
        Gateway = gateway;
        Http = new HttpClient { BaseAddress = new Uri(gateway.Endpoint, "/"), Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.ApiKey);
    }

    public RouteurLocalGateway Gateway { get; }

    public HttpClient Http { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestCaller> StartAsync(RouteurLocalGatewayOptions? options = null) =>
        new(await RouteurLocalGateway.StartAsync(options, Cancel));

    public static TestCaller Of(RouteurLocalGateway gateway) => new(gateway);

    public static HttpRequestMessage Request(string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Sends a chat request and reads the whole answer.</summary>
    public async Task<TestReply> SendAsync(string body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Request(body, headers);
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        return await TestReply.ReadAsync(response);
    }

    /// <summary>Sends a chat request and returns as soon as the headers are here.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Request(body, headers);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    /// <summary>The <c>data</c> of every event of a finished stream, without the last one, which must be <c>[DONE]</c>.</summary>
    public static JsonElement[] Chunks(TestReply reply)
    {
        string[] events = reply.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(e => TestReply.Parse(e["data: ".Length..]))];
    }

    /// <summary>Request ids are the one thing that no clock decides.</summary>
    public static string WithoutIds(string text) => Id().Replace(text, "<id>");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Gateway.DisposeAsync();
    }

    [GeneratedRegex("[0-9A-HJKMNP-TV-Z]{26}")]
    private static partial Regex Id();
}
