using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Pipeline;

/// <summary>A client that is disposed under a running call says so, and not that something took too long.</summary>
public class DisposalTests
{
    private readonly ObservedTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_service_is_silent(bool stream)
    {
        using RouteurClient client = TestClients.OnClock(ManagementClients.Silent(), _time);

        Task call = Call(client, stream);
        await _time.WaitFor(stream ? TimeSpan.FromSeconds(100) : TimeSpan.FromMinutes(5));
        client.Dispose();

        await AssertSaysSo(call);
    }

    [Theory]
    [InlineData(false, """{"id":"chatcmpl_1","choices":[""")]
    [InlineData(true, ": the headers are here\n\n")]
    [InlineData(true, Answers.Chunk)]
    public async Task While_the_answer_is_read(bool stream, string received)
    {
        var body = new StallingStream();
        body.Feed(received);
        using RouteurClient client = TestClients.OnClock(
            new StubHandler(_ => StubHandler.Response(body, stream ? "text/event-stream" : "application/json")), _time);

        Task call = Call(client, stream);
        await body.ReaderWaits();
        client.Dispose();

        await AssertSaysSo(call);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task While_it_waits_to_try_again()
    {
        var busy = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response("{}", status: HttpStatusCode.ServiceUnavailable);
            response.Headers.Add("Retry-After", "7");
            return response;
        });
        using RouteurClient client = TestClients.OnClock(busy, _time, o => o.MaxRetries = 1);

        Task call = Call(client, stream: false);
        await _time.WaitFor(TimeSpan.FromSeconds(7));
        client.Dispose();

        await AssertSaysSo(call);
        Assert.Single(busy.Requests);
    }

    [Fact]
    public async Task Between_asking_for_a_stream_and_reading_it()
    {
        var handler = StubHandler.Events(Answers.Stream);
        using RouteurClient client = TestClients.OnClock(handler, _time);

        IAsyncEnumerable<ChatResponseUpdate> stream = client.AsIChatClient().GetStreamingResponseAsync("hi");
        client.Dispose();

        await AssertSaysSo(stream.ToChatResponseAsync());
    }

    [Fact]
    public async Task While_the_official_client_waits_on_the_connection_of_ours()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new RouteurClient(TestClients.Options(o => o.Endpoint = new Uri($"http://{listener.LocalEndpoint}/v1")));

        Task call = client.OpenAI.GetChatClient("auto").CompleteChatAsync("hi");
        using Socket connection = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await connection.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);
        client.Dispose();

        await AssertSaysSo(call);
    }

    [Fact]
    public async Task A_caller_who_has_cancelled_sees_a_cancellation_all_the_same()
    {
        using var cancellation = new CancellationTokenSource();
        var body = new StallingStream();
        using RouteurClient client = TestClients.OnClock(new StubHandler(_ => StubHandler.Response(body)), _time);

        Task call = client.AsIChatClient().GetResponseAsync("hi", cancellationToken: cancellation.Token);
        await body.ReaderWaits();
        await cancellation.CancelAsync();
        client.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public void Twice_is_once()
    {
        RouteurClient client = TestClients.OnClock(ManagementClients.Silent(), _time);

        client.Dispose();
        client.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { client.AsIChatClient().GetStreamingResponseAsync("hi"); });
    }

    private static Task<ChatResponse> Call(RouteurClient client, bool stream) => stream
        ? client.AsIChatClient().GetStreamingResponseAsync("hi").ToChatResponseAsync()
        : client.AsIChatClient().GetResponseAsync("hi");

    private static async Task AssertSaysSo(Task call)
    {
        ObjectDisposedException error = await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        Assert.Equal("Routeur.AI.RouteurClient", error.ObjectName);
        Assert.Contains("disposed while the call was under way", error.Message, StringComparison.Ordinal);
    }
}
