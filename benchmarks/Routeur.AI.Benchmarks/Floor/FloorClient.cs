using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Benchmarks.Floor;

/// <summary>
/// The least that anyone could do by hand: a bare <see cref="HttpClient"/>, one request, and a reader that takes text, tool arguments and
/// usage out of the bytes. No retries, no time-outs, no errors, no MEAI types; nothing that has to offer those can be cheaper.
/// </summary>
internal sealed class FloorClient(HttpClient http, Uri endpoint)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri _uri = new(endpoint.AbsoluteUri.TrimEnd('/') + "/chat/completions");

    public async Task<Reading> GetAsync(IReadOnlyList<ChatMessage> messages)
    {
        using HttpResponseMessage response = await SendAsync(messages, tools: null, stream: false);
        using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        int length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length)) is > 0 and int read)
        {
            length += read;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length * 2);
            }
        }

        var reader = new FloorReader();
        reader.Read(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return reader.Reading;
    }

    public async Task<Reading> StreamAsync(IReadOnlyList<ChatMessage> messages, IList<AITool>? tools = null)
    {
        using HttpResponseMessage response = await SendAsync(messages, tools, stream: true);
        using Stream body = await response.Content.ReadAsStreamAsync();
        var reader = new FloorReader();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        int length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length)) is > 0 and int read)
        {
            length += read;
            int taken = ReadEvents(reader, buffer.AsSpan(0, length));
            buffer.AsSpan(taken, length - taken).CopyTo(buffer);
            length -= taken;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return reader.Reading;
    }

    private static int ReadEvents(FloorReader reader, ReadOnlySpan<byte> received)
    {
        int taken = 0;
        while (received[taken..].IndexOf("\n\n"u8) is >= 0 and int length)
        {
            ReadOnlySpan<byte> data = received.Slice(taken, length)["data: ".Length..];
            taken += length + 2;
            if (!data.SequenceEqual("[DONE]"u8))
            {
                reader.Read(data);
            }
        }

        return taken;
    }

    private async Task<HttpResponseMessage> SendAsync(IReadOnlyList<ChatMessage> messages, IList<AITool>? tools, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri)
        {
            Content = new ReadOnlyMemoryContent(FloorRequest.Write(messages, tools, stream)) { Headers = { ContentType = Json } },
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Clients.Key);
        HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }
}
