using System.Net;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.FuzzTests.Hostile;

/// <summary>Calls a server that sends more than it should, and watches the heap meanwhile.</summary>
internal sealed class HostileServer(GeneratedStream body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") : IDisposable
{
    private const long MiB = 1024 * 1024;

    private readonly RouteurClient _client = ManagementClients.Create(
        new StubHandler(_ => StubHandler.Response(body, mediaType, status)), new StubHandler(_ => StubHandler.Response(body, mediaType, status)));

    private long _allocatedBefore;

    public RouteurClient Client => _client;

    /// <summary>All that was allocated during the call, garbage included.</summary>
    public long AllocatedMiB { get; private set; }

    /// <summary>How many updates a stream brought.</summary>
    public int Updates { get; private set; }

    public Task<RouteurException> PlainAsync() => FailAsync(async () =>
    {
        using var chat = new RouteurChatClient(_client);
        await chat.GetResponseAsync("hi");
    });

    public Task<RouteurException> StreamAsync() => FailAsync(async () =>
    {
        using var chat = new RouteurChatClient(_client);
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("hi"))
        {
            Updates++;
        }
    });

    public async Task<RouteurException> FailAsync(Func<Task> call)
    {
        _allocatedBefore = GC.GetTotalAllocatedBytes(precise: false);
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(call);
        AllocatedMiB = (GC.GetTotalAllocatedBytes(precise: false) - _allocatedBefore) / MiB;

        // The connection is not left with the rest of the answer on it.
        Assert.True(body.Disposed);
        Assert.InRange(error.Message.Length, 1, Fuzzing.Outcome.MaxMessageLength);
        return error;
    }

    public void Dispose() => _client.Dispose();
}
