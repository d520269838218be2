using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Chat;

/// <summary>What goes wrong, or lives on, once an answer has begun.</summary>
public class AfterTheHeadersTests
{
    [Theory]
    [InlineData("plain", "breaks off")]
    [InlineData("plain", "makes no sense")]
    [InlineData("stream", "breaks off")]
    [InlineData("stream", "makes no sense")]
    [InlineData("dry run", "breaks off")]
    [InlineData("dry run", "makes no sense")]
    [InlineData("model", "breaks off")]
    [InlineData("model", "makes no sense")]
    public async Task An_answer_that_fails_while_it_is_read_tells_how_often_the_request_was_sent(string call, string failure)
    {
        var time = new ObservedTimeProvider();
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1
            ? StubHandler.Response("{}", status: HttpStatusCode.ServiceUnavailable)
            : StubHandler.Response(
                failure == "breaks off" ? new NetworkStream("{"u8.ToArray(), failAtEnd: () => new IOException("reset")) : new NetworkStream("<html>"u8.ToArray()),
                call == "stream" ? "text/event-stream" : "application/json"));
        using RouteurClient client = TestClients.OnClock(handler, time, ManagementClients.Retrying(1));
        IChatClient chat = client.AsIChatClient();

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => time.Run(call switch
        {
            "plain" => chat.GetResponseAsync("hi"),
            "stream" => chat.GetStreamingResponseAsync("hi").ToChatResponseAsync(),
            "dry run" => client.ResolveRouteAsync([new ChatMessage(ChatRole.User, "hi")]),
            _ => client.Models.GetAsync("auto"),
        }));

        Assert.Equal(failure == "breaks off" ? RouteurErrorCode.StreamInterrupted : RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Equal(2, error.Attempts);
        Assert.EndsWith(" [after 2 attempts]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("stream")]
    [InlineData("event")]
    [InlineData("dry run")]
    [InlineData("model")]
    public async Task An_error_inside_an_answer_says_how_long_to_wait_by_the_clock_of_the_call(string call)
    {
        var time = new ObservedTimeProvider();
        string error = Answers.Error("rate_limited", "slow down");
        var handler = new StubHandler(_ =>
        {
            HttpResponseMessage response = call switch
            {
                "stream" => StubHandler.Response($"data: {error}\n\n", "text/event-stream"),
                "event" => StubHandler.Response($"event: error\ndata: {error}\n\n", "text/event-stream"),
                _ => StubHandler.Response(error),
            };
            response.Headers.RetryAfter = new RetryConditionHeaderValue(time.GetUtcNow().AddSeconds(30));
            return response;
        });
        using RouteurClient client = TestClients.OnClock(handler, time);
        IChatClient chat = client.AsIChatClient();

        RouteurException thrown = await Assert.ThrowsAsync<RouteurException>(() => call switch
        {
            "plain" => chat.GetResponseAsync("hi"),
            "dry run" => client.ResolveRouteAsync([new ChatMessage(ChatRole.User, "hi")]),
            "model" => client.Models.GetAsync("auto"),
            _ => chat.GetStreamingResponseAsync("hi").ToChatResponseAsync(),
        });

        Assert.Equal(RouteurErrorCode.RateLimited, thrown.ErrorCode);
        Assert.Equal(TimeSpan.FromSeconds(30), thrown.RetryAfter);
    }

    [Fact]
    public async Task Cancelling_while_an_error_is_read_is_the_callers_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var body = new StallingStream();
        using RouteurChatClient chat = TestClients.Chat(new StubHandler(_ => StubHandler.Response(body, status: HttpStatusCode.BadRequest)));

        Task call = chat.GetResponseAsync("hi", cancellationToken: cancellation.Token);
        await body.ReaderWaits();
        await cancellation.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task Cancelling_ends_a_synchronous_call_that_waits_for_the_text_of_an_error()
    {
        using var cancellation = new CancellationTokenSource();
        var body = new StallingStream();
        using var client = new RouteurClient(
            TestClients.Options(), TestClients.Transport(new StubHandler(_ => StubHandler.Response(body, status: HttpStatusCode.BadRequest))));

        Task call = Task.Run(
            () => client.OpenAI.GetChatClient("auto").CompleteChatStreaming([new OpenAI.Chat.UserChatMessage("hi")], cancellationToken: cancellation.Token).ToList(),
            TestContext.Current.CancellationToken);
        await body.ReaderWaits();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task The_raw_answer_of_a_transport_of_the_users_own_keeps_its_bytes_when_later_calls_come()
    {
        int calls = 0;
        var transport = new MemoryTransport(() => new KeepingResponse(new NetworkStream(Encoding.UTF8.GetBytes(Body(++calls)))));
        using var client = new RouteurClient(TestClients.Options(), o => o.Transport = transport);
        IChatClient chat = client.AsIChatClient();

        ChatResponse first = await chat.GetResponseAsync("first");
        for (int i = 0; i < 20; i++)
        {
            await chat.GetResponseAsync("another");
        }

        var raw = (PipelineResponse)first.RawRepresentation!;
        Assert.Equal(Body(1), raw.Content.ToString());
        using var reader = new StreamReader(raw.ContentStream!);
        Assert.Equal(Body(1), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        static string Body(int call) => Answers.Plain.Replace("Hello", "Answer " + call, StringComparison.Ordinal);
    }
}
