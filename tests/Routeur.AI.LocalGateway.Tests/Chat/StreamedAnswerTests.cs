using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Chat;

public sealed class StreamedAnswerTests
{
    private const string Usage =
        """{"model":"auto","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hello there"}]}""";

    [Fact]
    public async Task A_stream_is_these_bytes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });

        TestReply reply = await caller.SendAsync("""{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("text/event-stream; charset=utf-8", reply.ContentType?.ToString());
        const string Head = """{"id":"chatcmpl_<id>","object":"chat.completion.chunk","created":1800000000,"model":"gpt-4o-2024-08-06",""";
        Assert.Equal(
            $$$"""
            data: {{{Head}}}"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

            data: {{{Head}}}"choices":[{"index":0,"delta":{"content":"[openai/gpt-"},"finish_reason":null}]}

            data: {{{Head}}}"choices":[{"index":0,"delta":{"content":"4o] "},"finish_reason":null}]}

            data: {{{Head}}}"choices":[{"index":0,"delta":{"content":"You "},"finish_reason":null}]}

            data: {{{Head}}}"choices":[{"index":0,"delta":{"content":"said: "},"finish_reason":null}]}

            data: {{{Head}}}"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}

            data: {{{Head}}}"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]


            """,
            TestCaller.WithoutIds(reply.Body));
    }

    [Fact]
    public async Task A_usage_chunk_comes_when_it_is_asked_for()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(Usage));

        Assert.All(chunks[..^1], c => Assert.Equal(JsonValueKind.Null, c.GetProperty("usage").ValueKind));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal("""{"prompt_tokens":3,"completion_tokens":11,"total_tokens":14}""", chunks[^1].GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task A_stream_says_what_the_plain_answer_says()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply plain = await caller.SendAsync(TestCaller.Hello);
        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(TestCaller.HelloStream));

        Assert.Equal(plain.Text, string.Concat(chunks.Select(Content)));
    }

    [Theory]
    [InlineData(Usage)]
    [InlineData(TestCaller.HelloStream)]
    public async Task The_trace_block_is_on_the_last_chunk_only(string body)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(body, ("Routeur-Trace", "true")));

        Assert.All(chunks[..^1], c => Assert.False(c.TryGetProperty("routeur", out _)));
        JsonElement trace = chunks[^1].GetProperty("routeur");
        Assert.Equal("gpt-4o-mini", trace.GetProperty("model").GetString());
        Assert.Equal(14, trace.GetProperty("total_tokens").GetInt32());
        Assert.Equal(chunks[0].GetProperty("id").GetString(), "chatcmpl_" + trace.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task Pieces_arrive_one_by_one_when_the_model_takes_its_time()
    {
        var time = new SteppedTime();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time, ChunkDelay = TimeSpan.FromSeconds(1) });

        Task<HttpResponseMessage> opening = caller.OpenAsync(TestCaller.HelloStream);
        await time.WaitBegunAsync();
        Assert.False(opening.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        using HttpResponseMessage response = await opening;
        using EventReader events = await EventReader.OpenAsync(response);
        Assert.Contains("\"role\"", await events.ReadAsync());

        Task<string?> second = events.ReadAsync();
        await time.WaitBegunAsync();
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("[openai/gpt-", await second);
    }

    private static string? Content(JsonElement chunk) =>
        chunk.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out JsonElement content) ? content.GetString() : null;
}
