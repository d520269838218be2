using System.ClientModel.Primitives;
using System.Net;
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
