using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Resilience;

/// <summary>Calls that move on to the next target, and those that must not.</summary>
public class FallbackTests
{
    private static readonly RouteurTarget Gemini = new("gemini", "gemini-2.5-pro");
    private static readonly RouteurTarget DeepSeek = new("deepseek");

    [Theory]
    [InlineData(502, "upstream_error")]
    [InlineData(504, "upstream_error")]
    [InlineData(502, "provider_unconfigured")]
    [InlineData(503, "overloaded")]
    [InlineData(504, "gateway_timeout")]
    public async Task An_upstream_failure_moves_the_call_to_the_next_target_at_once(int status, string code)
    {
        StubHandler handler = FailsAt("openai", () => Error(status, code));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Model, o.Fallbacks, o.MaxRetries) = ("openai", "gpt-4o", [Gemini], 3));

        ChatResponse response = await chat.GetResponseAsync("hi");

        Assert.Equal("Hello", response.Text);
        Assert.Equal(["openai/gpt-4o/gpt-4o", "gemini/gemini-2.5-pro/gemini-2.5-pro"], Sent(handler));
        RouteurFailedTarget failed = Assert.Single(response.GetRouteurTrace()!.FailedTargets);
        Assert.Equal(("openai", "gpt-4o", code, status), (failed.Provider, failed.Model, failed.ErrorCode.Value, failed.Status));
        Assert.Contains("no luck", failed.Message, StringComparison.Ordinal);

        // What the service said about the target that answered is still all there.
        Assert.Equal("default", response.GetRouteurTrace()!.RouteReason);
        Assert.Empty(response.GetRouteurTrace()!.AdditionalProperties);
    }

    [Fact]
    public async Task A_stream_moves_on_until_its_first_token_and_shows_nothing_of_the_target_that_failed()
    {
        const string Role = """data: {"id":"failed","model":"gpt-4o","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""";
        StubHandler handler = FailsAt("openai", () => Events(Role + "\n\ndata: " + Answers.Error("upstream_error", "no luck") + "\n\n"));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini]));

        var updates = new List<ChatResponseUpdate>();
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("hi"))
        {
            updates.Add(update);
        }

        Assert.Equal("Hello", string.Concat(updates.Select(u => u.Text)));
        Assert.DoesNotContain(updates, u => u.ResponseId == "failed");
        RouteurFailedTarget failed = Assert.Single(updates.ToChatResponse().GetRouteurTrace()!.FailedTargets);
        Assert.Equal(("openai", "upstream_error", 200), (failed.Provider, failed.ErrorCode.Value, failed.Status));
    }

    [Fact]
    public async Task A_streams_own_trace_and_the_targets_that_failed_are_told_together()
    {
        const string Last =
            """
            data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"routeur":{"provider":"gemini","model":"m","route_reason":"default","redactions":0,"cost_usd":0.25}}

            data: [DONE]


            """;
        StubHandler handler = FailsAt("openai", () => Error(502, "upstream_error"), () => Events(Answers.Chunk + Last));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini]));

        RouteurTrace trace = (await chat.GetStreamingResponseAsync("hi").ToChatResponseAsync()).GetRouteurTrace()!;

        Assert.Equal(0.25m, trace.CostUsd);
        Assert.Equal("gemini", trace.Provider);
        Assert.Single(trace.FailedTargets);
    }

    [Fact]
    public async Task After_the_first_token_a_stream_does_not_move_on()
    {
        StubHandler handler = FailsAt("openai", () => Events(Answers.Chunk + "data: " + Answers.Error("upstream_error", "no luck") + "\n\n"));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini]));

        var text = new StringBuilder();
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(async () =>
        {
            await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("hi"))
            {
                text.Append(update.Text);
            }
        });

        Assert.Equal("Hello", text.ToString());
        Assert.Equal(RouteurErrorCode.UpstreamError, error.ErrorCode);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData(403, "blocked_by_dlp", "dlp:card_block")]
    [InlineData(403, "blocked_by_moderation", "moderation:secret")]
    [InlineData(502, "blocked_by_dlp", "dlp:card_block")]
    [InlineData(403, "blocked_by_dlp", "dlp:no_provider_unconfigured")]
    [InlineData(403, "blocked_by_moderation", "moderation:provider_unconfigured")]
    [InlineData(503, "blocked_by_moderation", "moderation:secret")]
    [InlineData(400, "invalid_request", "no")]
    [InlineData(401, "unauthorized", "no")]
    [InlineData(404, "not_found", "no")]
    [InlineData(429, "rate_limited", "requests per minute exceeded")]
    [InlineData(500, "internal", "no")]
    public async Task What_is_no_upstream_failure_never_reaches_the_next_provider(int status, string code, string message)
    {
        foreach (bool stream in new[] { false, true })
        {
            StubHandler handler = FailsAt("openai", () => Error(status, code, message));
            using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini, DeepSeek]));

            RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(chat, stream));

            Assert.Equal(code, error.ErrorCode.Value);
            Assert.Equal(["openai/-/auto"], Sent(handler));
        }
    }

    [Theory]
    [InlineData("blocked_by_dlp")]
    [InlineData("blocked_by_moderation")]
    public async Task A_block_inside_a_stream_never_reaches_the_next_provider(string code)
    {
        StubHandler handler = FailsAt("openai", () => Events("data: " + Answers.Error(code, "dlp:x") + "\n\n"));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini]));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(chat, stream: true));

        Assert.Equal(code, error.ErrorCode.Value);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_every_target_fails_the_last_error_tells_of_the_others_and_only_the_last_is_repeated(bool stream)
    {
        var time = new ObservedTimeProvider();
        var handler = new StubHandler(_ => Error(502, "upstream_error"));
        using RouteurClient client = TestClients.OnClock(handler, time, o => (o.Provider, o.Fallbacks, o.MaxRetries) = ("openai", [Gemini, DeepSeek], 2));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => time.Run(Call(client.AsIChatClient(), stream)));

        Assert.Equal(["openai/-/auto", "gemini/gemini-2.5-pro/gemini-2.5-pro", "deepseek/-/auto", "deepseek/-/auto", "deepseek/-/auto"], Sent(handler));
        Assert.Equal(5, error.Attempts);
        Assert.Contains(" [after 5 attempts] Before that: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(["openai", "gemini"], error.FailedTargets.Select(t => t.Provider));
        Assert.Contains("openai/auto: upstream_error, HTTP 502", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_connection_is_repeated_at_the_same_target_since_the_gateway_is_the_same_for_all(bool stream)
    {
        var time = new ObservedTimeProvider();
        var handler = new StubHandler((_, _) => throw new HttpRequestException("refused"));
        using RouteurClient client = TestClients.OnClock(handler, time, o => (o.Provider, o.Fallbacks, o.MaxRetries) = ("openai", [Gemini], 1));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => time.Run(Call(client.AsIChatClient(), stream)));

        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.Equal(["openai/-/auto", "openai/-/auto"], Sent(handler));
        Assert.Empty(error.FailedTargets);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_target_that_does_not_answer_in_time_is_left_only_when_time_outs_may_be_repeated(bool retryTimeouts, bool stream)
    {
        var time = new ObservedTimeProvider();
        var handler = new StubHandler(async (request, cancellationToken) =>
        {
            if (request.Headers["Routeur-Provider"] == "openai")
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return stream ? Events(Answers.Stream) : StubHandler.Response(Answers.Plain);
        });
        using RouteurClient client = TestClients.OnClock(
            handler, time, o => (o.Provider, o.Fallbacks, o.RetryTimeouts, o.MaxRetries) = ("openai", [Gemini], retryTimeouts, 3));

        Task<ChatResponse> call = Call(client.AsIChatClient(), stream);
        await time.WaitFor(stream ? TimeSpan.FromSeconds(100) : TimeSpan.FromMinutes(5));
        time.Advance(TimeSpan.FromMinutes(5));

        if (retryTimeouts)
        {
            Assert.Equal(RouteurErrorCode.Timeout, Assert.Single((await call).GetRouteurTrace()!.FailedTargets).ErrorCode);
            Assert.Equal(2, handler.Requests.Count);
        }
        else
        {
            await Assert.ThrowsAsync<RouteurException>(() => call);
            Assert.Single(handler.Requests);
        }
    }

    [Fact]
    public async Task Without_a_trace_block_the_answer_still_tells_which_targets_failed()
    {
        string plain = Answers.Plain[..Answers.Plain.LastIndexOf(',', Answers.Plain.IndexOf("\"routeur\"", StringComparison.Ordinal))] + "}";
        foreach (bool stream in new[] { false, true })
        {
            StubHandler handler = FailsAt("openai", () => Error(502, "upstream_error"), () => stream ? Events(Answers.Stream) : StubHandler.Response(plain));
            using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Trace, o.Fallbacks) = ("openai", false, [Gemini]));

            RouteurTrace trace = (await Call(chat, stream)).GetRouteurTrace()!;

            Assert.Equal("openai", Assert.Single(trace.FailedTargets).Provider);
            Assert.Null(trace.Provider);
        }
    }

    [Fact]
    public async Task Each_target_gets_a_body_in_its_own_dialect_written_when_the_call_was_made()
    {
        StubHandler handler = FailsAt("openai", () => Error(502, "upstream_error"), () => Events(Answers.Stream));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [new RouteurTarget("deepseek", "deepseek-chat")]));
        var messages = new List<ChatMessage> { new(ChatRole.User, "first") };

        IAsyncEnumerable<ChatResponseUpdate> stream = chat.GetStreamingResponseAsync(messages, new ChatOptions { MaxOutputTokens = 5 });
        messages.Add(new ChatMessage(ChatRole.User, "later"));
        await stream.ToChatResponseAsync();

        Assert.All(handler.Requests, r => Assert.DoesNotContain("later", r.Body, StringComparison.Ordinal));
        Assert.True(JsonDocument.Parse(handler.Requests[0].Body).RootElement.TryGetProperty("max_completion_tokens", out _));
        Assert.True(JsonDocument.Parse(handler.Requests[1].Body).RootElement.TryGetProperty("max_tokens", out _));
    }

    [Fact]
    public async Task Moving_on_is_logged_with_both_targets()
    {
        var logs = new CapturedLogs();
        StubHandler handler = FailsAt("openai", () => Error(502, "upstream_error"));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini]), logs);

        await chat.GetResponseAsync("hi");

        string text = Assert.Single(logs.Entries, l => l.Text.Contains("moving on", StringComparison.Ordinal)).Text;
        Assert.Contains("openai", text, StringComparison.Ordinal);
        Assert.Contains("gemini", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_enumerated_twice_begins_with_the_first_target_again()
    {
        StubHandler handler = FailsAt("openai", () => Error(502, "upstream_error"), () => Events(Answers.Stream));
        using RouteurChatClient chat = TestClients.Chat(handler, o => (o.Provider, o.Fallbacks) = ("openai", [Gemini]));

        IAsyncEnumerable<ChatResponseUpdate> stream = chat.GetStreamingResponseAsync("hi");
        await stream.ToChatResponseAsync();
        ChatResponse second = await stream.ToChatResponseAsync();

        Assert.Equal(4, handler.Requests.Count);
        Assert.Single(second.GetRouteurTrace()!.FailedTargets);
    }

    private static Task<ChatResponse> Call(IChatClient chat, bool stream) =>
        stream ? chat.GetStreamingResponseAsync("hi").ToChatResponseAsync() : chat.GetResponseAsync("hi");

    private static StubHandler FailsAt(string provider, Func<HttpResponseMessage> failure, Func<HttpResponseMessage>? answer = null) => new(request =>
        request.Headers.GetValueOrDefault("Routeur-Provider") == provider ? failure() :
        answer is not null ? answer() :
        request.Body.Contains("\"stream\":true", StringComparison.Ordinal) ? Events(Answers.Stream) :
        StubHandler.Response(Answers.Plain));

    private static HttpResponseMessage Error(int status, string code, string message = "no luck") =>
        StubHandler.Response(Answers.Error(code, message), status: (HttpStatusCode)status);

    private static HttpResponseMessage Events(string events) => StubHandler.Response(events, "text/event-stream");

    private static IEnumerable<string> Sent(StubHandler handler) => handler.Requests.Select(r =>
        $"{r.Headers.GetValueOrDefault("Routeur-Provider", "-")}/{r.Headers.GetValueOrDefault("Routeur-Model", "-")}/" +
        JsonDocument.Parse(r.Body).RootElement.GetProperty("model").GetString());
}
