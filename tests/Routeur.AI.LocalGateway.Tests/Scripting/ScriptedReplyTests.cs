using System.Net;
using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Scripting;

public sealed class ScriptedReplyTests
{
    [Fact]
    public async Task Replies_are_given_out_in_order_and_then_the_model_answers()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Text("First"));
        caller.Gateway.Enqueue(ScriptedReply.Text("Second of them"));

        Assert.Equal("First", (await caller.SendAsync(TestCaller.Hello)).Text);
        JsonElement[] chunks = TestCaller.Chunks(await caller.SendAsync(TestCaller.HelloStream));
        Assert.Equal(
            ["Second ", "of ", "them"],
            chunks[1..^1].Select(c => c.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
        Assert.StartsWith("[openai/gpt-4o-mini]", (await caller.SendAsync(TestCaller.Hello)).Text);
    }

    [Fact]
    public async Task Requests_that_are_refused_take_no_reply()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Text("First"));

        await caller.SendAsync("{}");
        await caller.SendAsync(TestCaller.Hello, ("Routeur-Provider", "nobody"));

        Assert.Equal("First", (await caller.SendAsync(TestCaller.Hello)).Text);
    }

    [Theory]
    [InlineData(TestCaller.Hello)]
    [InlineData(TestCaller.HelloStream)]
    public async Task An_error_comes_in_the_documented_envelope(string body)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(
            ScriptedReply.Error(HttpStatusCode.GatewayTimeout, "upstream_error", "upstream timeout", TimeSpan.FromMilliseconds(1200)));

        TestReply reply = await caller.SendAsync(body);

        reply.ShouldBeError(HttpStatusCode.GatewayTimeout, "upstream_error", "upstream timeout");
        Assert.Equal("2", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Blocks_name_their_rule()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.BlockedByDlp("cards"));
        caller.Gateway.Enqueue(ScriptedReply.BlockedByModeration("secrets"));

        (await caller.SendAsync(TestCaller.Hello)).ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_dlp", "dlp:cards");
        (await caller.SendAsync(TestCaller.Hello)).ShouldBeError(HttpStatusCode.Forbidden, "blocked_by_moderation", "moderation:secrets");
    }

    [Fact]
    public async Task A_raw_reply_is_sent_verbatim()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Raw("<h1>Bad gateway ü</h1>", "text/html", HttpStatusCode.BadGateway));

        TestReply reply = await caller.SendAsync(TestCaller.HelloStream);

        Assert.Equal(HttpStatusCode.BadGateway, reply.Status);
        Assert.Equal("text/html", reply.ContentType?.ToString());
        Assert.Equal("<h1>Bad gateway ü</h1>", reply.Body);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_is_cut_after_the_events_that_were_asked_for(int events)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        // Many times: what was written must not be lost with the connection.
        for (int i = 0; i < 50; i++)
        {
            caller.Gateway.Enqueue(ScriptedReply.Abort(events));
            using HttpResponseMessage response = await caller.OpenAsync(TestCaller.HelloStream);
            using EventReader reader = await EventReader.OpenAsync(response);
            for (int e = 0; e < events; e++)
            {
                Assert.NotNull(await reader.ReadAsync());
            }

            await Assert.ThrowsAnyAsync<IOException>(reader.ReadAsync);
        }

        RecordedRequest[] requests = [.. caller.Gateway.Requests];
        Assert.Equal(50, requests.Length);
        Assert.All(await Task.WhenAll(requests.Select(r => r.Outcome)), o => Assert.Equal(RequestOutcome.Cut, o));
    }

    [Theory]
    [InlineData(TestCaller.Hello, 0)]
    [InlineData(TestCaller.Hello, 2)]
    [InlineData(TestCaller.HelloStream, 0)]
    public async Task A_connection_is_cut_before_any_answer(string body, int events)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Abort(events));

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.SendAsync(body));

        Assert.Equal(RequestOutcome.Cut, await Assert.Single(caller.Gateway.Requests).Outcome);
    }

    [Fact]
    public async Task A_stalled_stream_is_silent_until_the_client_leaves()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Gateway.Enqueue(ScriptedReply.Stall(afterChunks: 2));

        using HttpResponseMessage response = await caller.OpenAsync(TestCaller.HelloStream);
        using EventReader reader = await EventReader.OpenAsync(response);
        await reader.ReadAsync();
        await reader.ReadAsync();
        Task<string?> third = reader.ReadAsync();
        RecordedRequest request = Assert.Single(caller.Gateway.Requests);
        Assert.False(request.Outcome.IsCompleted);
        Assert.False(third.IsCompleted);
        response.Dispose();

        Assert.Equal(RequestOutcome.Disconnected, await request.Outcome);
    }

    [Fact]
    public void A_reply_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("status", () => ScriptedReply.Error(HttpStatusCode.OK, "code", "message"));
        Assert.Throws<ArgumentException>("code", () => ScriptedReply.Error(HttpStatusCode.BadGateway, " ", "message"));
        Assert.Throws<ArgumentOutOfRangeException>("status", () => ScriptedReply.Raw("", status: HttpStatusCode.Continue));
        Assert.Throws<ArgumentOutOfRangeException>("afterChunks", () => ScriptedReply.Abort(-1));
        Assert.Throws<ArgumentOutOfRangeException>("afterChunks", () => ScriptedReply.Stall(-1));
        Assert.Throws<ArgumentNullException>("text", () => ScriptedReply.Text(null!));
    }
}
