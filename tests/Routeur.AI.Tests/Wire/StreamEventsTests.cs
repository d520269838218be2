using System.Text;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

/// <summary>Server-sent events as gateways write them, each read whole and in pieces of one byte.</summary>
public sealed class StreamEventsTests
{
    private const string A = """{"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}""";
    private const string B = """{"id":"c1","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""";
    private const string Multi = "data: {\"id\":\"c1\",\ndata: \"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\n";

    public static TheoryData<string, string> Streams => new()
    {
        { "plain", $"data: {A}\n\ndata: {B}\n\ndata: [DONE]\n\n" },
        { "CRLF", $"data: {A}\r\n\r\ndata: {B}\r\n\r\ndata: [DONE]\r\n\r\n" },
        { "CR", $"data: {A}\r\rdata: {B}\r\rdata: [DONE]\r\r" },
        { "no space", $"data:{A}\n\ndata:{B}\n\ndata:[DONE]\n\n" },
        { "comments", $": OPENROUTER PROCESSING\n\ndata: {A}\n\n: keep-alive\n:\n\ndata: {B}\n\ndata: [DONE]\n\n" },
        { "comment inside an event", $"data: {A}\n: hello\n\ndata: {B}\n\n" },
        { "byte order mark", $"\uFEFFdata: {A}\n\ndata: {B}\n\ndata: [DONE]\n\n" },
        { "leading blank lines", $"\n\n\r\ndata: {A}\n\ndata: {B}\n\n" },
        { "empty events", $"data:\n\ndata: {A}\n\ndata: \n\n\n\ndata: {B}\n\n" },
        { "no DONE", $"data: {A}\n\ndata: {B}\n\n" },
        { "unterminated last event", $"data: {A}\n\ndata: {B}" },
        { "unterminated DONE", $"data: {A}\n\ndata: {B}\n\ndata: [DONE]" },
        { "DONE cut off", $"data: {A}\n\ndata: {B}\n\ndata: [DO" },
        { "DONE with white space", $"data: {A}\n\ndata: {B}\n\ndata:   [DONE]  \n\n" },
        { "other fields", $"retry: 3000\nid: 1\ndata: {A}\n\nid: 2\ndata: {B}\n\nid: 3\ndata: [DONE]\n\n" },
        { "named events", $"event: completion.chunk\ndata: {A}\n\nevent: message\ndata: {B}\n\nevent: done\ndata: [DONE]\n\n" },
        { "pings", $"event: ping\ndata: ok\n\ndata: {A}\n\nevent: ping\ndata: {{}}\n\ndata: {B}\n\n" },
        { "several data lines", Multi },
        { "several data lines, CRLF", Multi.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "data twice", $"data: data: {A}\n\ndata: data: {B}\n\ndata: data: [DONE]\n\n" },
        { "lines of JSON without data", $"data: {A}\n\n{B}\n" },
        { "null", $"data: null\n\ndata: {A}\n\ndata: {B}\n\n" },
        { "noise behind DONE", $"data: {A}\n\ndata: {B}\n\ndata: [DONE]\n\ndata: nonsense\n\n" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_is_read(string shape, string text)
    {
        foreach (int pieceSize in new[] { int.MaxValue, 7, 1 })
        {
            ChatResponse response = (await Reading.StreamAsync(text, pieceSize)).ToChatResponse();

            Assert.Equal((shape, pieceSize, "Hello", ChatFinishReason.Stop), (shape, pieceSize, response.Text, response.FinishReason));
        }
    }

    [Fact]
    public async Task A_stream_with_DONE_needs_no_finish_reason()
    {
        ChatResponse response = (await Reading.StreamAsync($"data: {A}\n\ndata: [DONE]\n\n")).ToChatResponse();

        Assert.Equal("Hel", response.Text);
        Assert.Null(response.FinishReason);
    }

    [Theory]
    [InlineData($"data: {A}\n\n")]
    [InlineData($"data: {A}\n\ndata: {{\"id\":\"c1\",\"cho")]
    [InlineData($"data: {A}\n\n: still alive\n\n")]
    public async Task A_stream_that_ends_early_is_thrown(string text)
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => Reading.StreamAsync(text));

        Assert.Equal(RouteurErrorCode.StreamInterrupted, e.ErrorCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(": only a comment\n\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("upstream connect error")]
    [InlineData($"data: {A}\n\ndata: oops\n\n")]
    [InlineData($"data: {A}\n\ndata: [1]\n\n")]
    [InlineData("{\"id\":")]
    [InlineData("[]")]
    [InlineData("data: {\"hello\":1}\n\ndata: [DONE]\n\n")]
    public async Task A_stream_that_cannot_be_understood_is_thrown(string text)
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => Reading.StreamAsync(text));

        Assert.Equal(RouteurErrorCode.InvalidResponse, e.ErrorCode);
        Assert.Contains(text.Length == 0 ? "empty" : text[^Math.Min(5, text.Length)..].Trim(), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"code\":\"upstream_error\",\"message\":\"m\"}}\n\n", "upstream_error")]
    [InlineData($"data: {A}\n\ndata: {{\"error\":{{\"code\":\"rate_limited\",\"message\":\"m\"}}}}\n\ndata: [DONE]\n\n", "rate_limited")]
    [InlineData($"data: {A}\n\nevent: error\ndata: {{\"code\":\"rate_limited\",\"message\":\"m\"}}\n\n", "rate_limited")]
    [InlineData($"data: {A}\n\n{{\"error\":{{\"code\":\"rate_limited\",\"message\":\"m\"}}}}\n", "rate_limited")]
    [InlineData("data: {\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}\n\n", "rate_limited")]
    [InlineData("data: {\"id\":\"c1\",\"choices\":[{\"finish_reason\":\"error\",\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}]}\n\n", "rate_limited")]
    [InlineData("{\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}", "rate_limited")]
    [InlineData("[{\"error\":{\"code\":\"rate_limited\",\"message\":\"m\"}}]", "rate_limited")]
    public async Task An_error_in_a_stream_is_thrown(string text, string code)
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => Reading.StreamAsync(text));

        Assert.Equal(new RouteurErrorCode(code), e.ErrorCode);
    }

    [Theory]
    [InlineData("data: {\"error\":\"overloaded\"}\n\n")]
    [InlineData($"data: {A}\n\nevent: error\ndata: overloaded\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"overloaded\"}\n\n")]
    public async Task An_error_told_as_text_is_thrown_with_the_text(string text)
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => Reading.StreamAsync(text));

        Assert.Contains("overloaded", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("{}")]
    public async Task An_empty_error_beside_a_choice_is_none(string error)
    {
        string chunk = B.Replace("\"id\"", "\"error\":" + error + ",\"id\"", StringComparison.Ordinal);

        Assert.Equal("lo", (await Reading.StreamAsync($"data: {chunk}\n\n")).ToChatResponse().Text);
    }

    [Fact]
    public async Task What_came_before_an_error_was_delivered()
    {
        var texts = new List<string>();
        byte[] bytes = Encoding.UTF8.GetBytes($"data: {A}\n\ndata: {{\"error\":{{\"message\":\"m\"}}}}\n\n");
        await Assert.ThrowsAsync<RouteurException>(async () =>
        {
            await foreach (ChatResponseUpdate update in AI.Wire.ChatStreamReader.ReadAsync(new NetworkStream(bytes), Reading.Context(), TestContext.Current.CancellationToken))
            {
                texts.Add(update.Text);
            }
        });

        Assert.Equal(["Hel"], texts);
    }

    [Fact]
    public async Task A_plain_answer_to_a_stream_request_is_delivered_as_updates()
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(Answers.Plain, 3);
        ChatResponse response = updates.ToChatResponse();

        Assert.Equal(("Hello", ChatFinishReason.Stop, 5L), (response.Text, response.FinishReason, response.Usage?.TotalTokenCount));
        Assert.Equal("gpt-4o-mini", response.GetRouteurTrace()?.Model);
        Assert.All(updates, update => Assert.Null(update.RawRepresentation));
    }

    [Fact]
    public async Task An_exception_that_the_body_made_passes_unchanged()
    {
        var thrown = new RouteurException(RouteurErrorCode.Timeout, "silence");
        var body = new NetworkStream(Encoding.UTF8.GetBytes($"data: {A}\n\n"), failAtEnd: () => thrown);

        Assert.Same(thrown, await Assert.ThrowsAsync<RouteurException>(() => DrainAsync(body, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Cancellation_stays_cancellation()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(() => DrainAsync(new NetworkStream([]), cancelled));
    }

    [Fact]
    public async Task Reading_stops_at_DONE()
    {
        var body = new NetworkStream(Encoding.UTF8.GetBytes($"data: {B}\n\ndata: [DONE]\n\n"), failAtEnd: () => new IOException("read too far"));

        await DrainAsync(body, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_event_without_end_is_refused_at_the_documented_size()
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => DrainAsync(new EndlessStream("data: ", new string('x', 1000)), TestContext.Current.CancellationToken));

        Assert.Equal(RouteurErrorCode.InvalidResponse, e.ErrorCode);
        Assert.Contains("32 MiB", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_refused_at_the_documented_size()
    {
        var e = await Assert.ThrowsAsync<RouteurException>(() => DrainAsync(new EndlessStream(":\n", ":" + new string('x', 1000) + "\n"), TestContext.Current.CancellationToken));

        Assert.Equal(RouteurErrorCode.InvalidResponse, e.ErrorCode);
        Assert.Contains("256 MiB", e.Message, StringComparison.Ordinal);
    }

    private static async Task DrainAsync(Stream body, CancellationToken cancellationToken)
    {
        await foreach (ChatResponseUpdate _ in AI.Wire.ChatStreamReader.ReadAsync(body, Reading.Context(), cancellationToken))
        {
        }
    }
}
