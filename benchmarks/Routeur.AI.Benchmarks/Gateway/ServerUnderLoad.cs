using System.Buffers;
using System.Net.Http.Headers;
using Routeur.AI.Processes;

namespace Routeur.AI.Benchmarks.Gateway;

/// <summary>A server process, and a bare <see cref="HttpClient"/> that asks it.</summary>
internal sealed class ServerUnderLoad : IAsyncDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ServerProcess _process;
    private readonly Func<Prompt, Uri> _address;

    private ServerUnderLoad(string name, ServerProcess process, Func<Prompt, Uri> address)
    {
        Name = name;
        _process = process;
        _address = address;
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + process.ApiKey);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Routeur-Trace", "true");
    }

    public string Name { get; }

    public static async Task<ServerUnderLoad> StartGatewayAsync()
    {
        ServerProcess process = await ServerProcess.StartAsync(GatewayServer.Switch);
        var address = new Uri(process.Endpoint + "/chat/completions");
        return new("Local gateway", process, _ => address);
    }

    /// <param name="gateway">Whose answers it is to give.</param>
    public static async Task<ServerUnderLoad> StartFloorAsync(ServerUnderLoad gateway)
    {
        ServerProcess process = await ServerProcess.StartAsync(FloorServer.Switch);
        var floor = new ServerUnderLoad("Floor", process, prompt => new Uri(process.Endpoint, prompt.Path));
        foreach (Prompt prompt in new[] { Prompt.Plain, Prompt.Streamed })
        {
            using HttpResponseMessage answer = await gateway.SendAsync(prompt);
            using var content = new ByteArrayContent(await answer.Content.ReadAsByteArrayAsync());
            using HttpResponseMessage taken = await floor._http.PutAsync(floor._address(prompt), content);
            taken.EnsureSuccessStatusCode();
            if (await floor.AskAsync(prompt) is var lineEnds && lineEnds != await gateway.AskAsync(prompt))
            {
                throw new InvalidOperationException($"The floor's answer has {lineEnds} lines, unlike the gateway's.");
            }
        }

        return floor;
    }

    /// <summary>What the server says about itself.</summary>
    public Task<ServerReading> ReadAsync() => _process.ReadAsync();

    /// <summary>Asks, and returns when the answer's headers are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(Prompt prompt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address(prompt));
        request.Content = new ByteArrayContent(prompt.Body) { Headers = { ContentType = Json } };
        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks and reads to the end.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The line ends: two for each event.</returns>
    public async Task<long> AskAsync(Prompt prompt)
    {
        using HttpResponseMessage response = await SendAsync(prompt);
        using Stream body = await response.Content.ReadAsStreamAsync();
        return await CountLineEndsAsync(body, long.MaxValue);
    }

    /// <summary>Reads to the end, or until there are so many line ends.</summary>
    public static async Task<long> CountLineEndsAsync(Stream body, long enough)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        long lineEnds = 0;
        while (lineEnds < enough && await body.ReadAsync(buffer) is > 0 and int read)
        {
            lineEnds += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return lineEnds;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
