using System.Net;
using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Scripting;

/// <summary>The faults that leave the connection sound; those that cut it are in <see cref="ScriptedReplyTests"/>.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_truncated_stream_ends_without_a_finish(int events)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Truncate(events));

        TestReply reply = await caller.SendAsync(TestCaller.HelloStream);

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (reply.Status, reply.ContentType?.MediaType));
        string[] received = Events(reply);
        Assert.Equal(events, received.Length);
        Assert.All(received, e => Assert.Equal(JsonValueKind.Null, Choice(e).GetProperty("finish_reason").ValueKind));
        Assert.Equal(RequestOutcome.Answered, await Assert.Single(caller.Gateway.Requests).Outcome);
    }

    [Fact]
    public async Task A_truncated_answer_is_half_of_one()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Truncate(afterChunks: 1));

        TestReply half = await caller.SendAsync(TestCaller.Hello);
        TestReply whole = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal((HttpStatusCode.OK, "application/json"), (half.Status, half.ContentType?.MediaType));
        Assert.StartsWith(TestCaller.WithoutIds(half.Body)[..30], TestCaller.WithoutIds(whole.Body));
        Assert.Equal(whole.Body.Length / 2, half.Body.Length);
        Assert.ThrowsAny<JsonException>(() => half.Json);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task An_error_event_is_the_last_of_its_stream(int events)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.ErrorEvent(events, "upstream_error", "it \"broke\""));

        string[] received = Events(await caller.SendAsync(TestCaller.HelloStream));

        Assert.Equal("""{"error":{"code":"upstream_error","message":"it \"broke\"","type":"routeur_error"}}""", received[^1]);
        Assert.True(received.Length - 1 == events || events == 1_000);
        Assert.All(received[..^1], e => Assert.Equal(JsonValueKind.Null, Choice(e).GetProperty("finish_reason").ValueKind));
    }

    [Fact]
    public async Task An_error_event_is_a_502_to_those_who_want_no_stream()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.ErrorEvent(afterChunks: 3));

        (await caller.SendAsync(TestCaller.Hello)).ShouldBeError(HttpStatusCode.BadGateway, "upstream_error", "the upstream failed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Garbage_comes_in_between_and_the_stream_goes_on(int events)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Garbage(events, "<h1>Oops</h1>"));

        string[] received = Events(await caller.SendAsync(TestCaller.HelloStream));

        Assert.Equal("<h1>Oops</h1>", received[events]);
        Assert.Equal("[DONE]", received[^1]);
        string text = string.Concat(received[..^1].Where((_, i) => i != events).Select(
            e => Choice(e).GetProperty("delta").TryGetProperty("content", out JsonElement c) ? c.GetString() : null));
        Assert.Equal("[openai/gpt-4o-mini] You said: Hello there", text);
    }

    [Fact]
    public async Task Garbage_is_not_lost_when_the_answer_is_short_and_is_all_of_a_plain_answer()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Garbage(afterChunks: 1_000), times: 2);

        string[] received = Events(await caller.SendAsync(TestCaller.HelloStream));
        TestReply plain = await caller.SendAsync(TestCaller.Hello);

        Assert.Single(received, e => e.Contains("<html>", StringComparison.Ordinal));
        Assert.Equal("{\"choices\":[{\"delta\":{\"con<html>", plain.Body);
        Assert.Equal(HttpStatusCode.OK, plain.Status);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.OK)]
    public async Task A_status_can_come_alone(HttpStatusCode status)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Status(status));

        TestReply reply = await caller.SendAsync(TestCaller.Hello);

        Assert.Equal((status, "", null), (reply.Status, reply.Body, reply.ContentType));
        Assert.NotEmpty(reply.Header("X-Routeur-RateLimit-Requests-Remaining"));
    }

    [Fact]
    public async Task Bytes_are_sent_as_they_are()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        byte[] bytes = [.. "data: {\"a\":\""u8, 0xFF, 0xC3, .. "\"}\n\n"u8];
        caller.Gateway.Enqueue(ScriptedReply.RawBytes(bytes, "text/event-stream", HttpStatusCode.Accepted));

        using HttpResponseMessage response = await caller.OpenAsync(TestCaller.HelloStream);

        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(TestCaller.Cancel));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData(TestCaller.Hello)]
    [InlineData(TestCaller.HelloStream)]
    public async Task The_first_byte_can_be_late(string body)
    {
        var time = new SteppedTime();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });
        caller.Gateway.Enqueue(ScriptedReply.Text("Late").WithDelay(TimeSpan.FromSeconds(20)));
        caller.Gateway.Enqueue(ScriptedReply.BlockedByDlp("cards").WithDelay(TimeSpan.FromSeconds(5)));

        Task<TestReply> late = caller.SendAsync(body);
        Assert.Equal(TimeSpan.FromSeconds(20), await time.WaitBegunAsync());
        Assert.False(late.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Contains("Late", (await late).Body);

        Task<TestReply> blocked = caller.SendAsync(body);
        Assert.Equal(TimeSpan.FromSeconds(5), await time.WaitBegunAsync());
        time.Advance(TimeSpan.FromSeconds(5));
        (await blocked).ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:cards");
    }

    [Fact]
    public async Task A_late_reply_to_a_client_that_left_is_not_sent()
    {
        var time = new SteppedTime();
        await using TestCaller caller = await TestCaller.StartAsync(new() { TimeProvider = time });
        caller.Gateway.Enqueue(ScriptedReply.Text("Late").WithDelay(TimeSpan.FromSeconds(20)));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestCaller.Cancel);

        Task<HttpResponseMessage> sending = caller.Http.SendAsync(TestCaller.Request(TestCaller.Hello), leaving.Token);
        await time.WaitBegunAsync();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(caller.Gateway.Requests).Outcome);
    }

    [Fact]
    public void A_fault_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("afterChunks", () => ScriptedReply.Truncate(-1));
        Assert.Throws<ArgumentOutOfRangeException>("afterChunks", () => ScriptedReply.ErrorEvent(-1));
        Assert.Throws<ArgumentException>("code", () => ScriptedReply.ErrorEvent(0, " "));
        Assert.Throws<ArgumentException>("data", () => ScriptedReply.Garbage(0, "a\nb"));
        Assert.Throws<ArgumentException>("data", () => ScriptedReply.Garbage(0, ""));
        Assert.Throws<ArgumentOutOfRangeException>("status", () => ScriptedReply.Status((HttpStatusCode)199));
        Assert.Throws<ArgumentException>("body", () => ScriptedReply.Raw("{}", status: HttpStatusCode.NoContent));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => ScriptedReply.Text("").WithDelay(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("calls", () => ScriptedReply.ToolCalls());
        Assert.Throws<ArgumentException>("calls", () => ScriptedReply.ToolCalls((" ", "{}")));
    }

    private static string[] Events(TestReply reply) =>
        [.. reply.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e["data: ".Length..])];

    private static JsonElement Choice(string chunk) => TestReply.Parse(chunk).GetProperty("choices")[0];
}
