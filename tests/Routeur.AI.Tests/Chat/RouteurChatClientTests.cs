using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Chat;

public class RouteurChatClientTests
{
    [Fact]
    public async Task A_plain_answer_has_text_usage_model_and_trace()
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        using RouteurChatClient chat = TestClients.Chat(handler);

        ChatResponse response = await chat.GetResponseAsync("hi");

        Assert.Equal("Hello", response.Text);
        Assert.Equal(5, response.Usage!.TotalTokenCount);
        Assert.Equal("gpt-4o-mini-2024-07-18", response.ModelId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal("openai", response.GetRouteurTrace()!.Provider);

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("http://127.0.0.1:9/v1/chat/completions", request.Uri.AbsoluteUri);
        Assert.Equal("Bearer " + TestClients.Key, request.Header("Authorization"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal("true", request.Header("Routeur-Trace"));
        Assert.Null(request.Header("Routeur-Provider"));
        Assert.Null(request.Header("Routeur-Model"));
        Assert.Null(request.Header("Routeur-Dry-Run"));
        Assert.Equal("auto", (string?)request.Json["model"]);
        Assert.StartsWith("Routeur.AI/", request.Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_raw_answer_stays_readable()
    {
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Answers.Plain));

        ChatResponse response = await chat.GetResponseAsync("hi");

        var raw = Assert.IsType<PipelineResponse>(response.RawRepresentation, exactMatch: false);
        Assert.Equal(200, raw.Status);
        Assert.Equal(Answers.Plain, raw.Content.ToString());
    }

    [Fact]
    public async Task A_stream_asks_for_events_and_yields_the_text()
    {
        StubHandler handler = StubHandler.Events(Answers.Stream, pieceSize: 5);
        using RouteurChatClient chat = TestClients.Chat(handler);

        ChatResponse response = await chat.GetStreamingResponseAsync("hi").ToChatResponseAsync();

        Assert.Equal("Hello", response.Text);
        Assert.StartsWith("text/event-stream", Assert.Single(handler.Requests).Header("Accept"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_sent_when_it_is_enumerated_and_each_time_anew()
    {
        StubHandler handler = StubHandler.Events(Answers.Stream);
        using RouteurChatClient chat = TestClients.Chat(handler);

        IAsyncEnumerable<ChatResponseUpdate> updates = chat.GetStreamingResponseAsync("hi");
        Assert.Empty(handler.Requests);
        await updates.ToChatResponseAsync();
        await updates.ToChatResponseAsync();

        Assert.Equal(2, handler.Requests.Count);
        Assert.Equal(handler.Requests[0].Body, handler.Requests[1].Body);
    }

    [Fact]
    public async Task The_connection_is_released_when_the_consumer_stops_early()
    {
        var body = new StallingStream();
        body.Feed(Answers.Chunk);
        using RouteurChatClient chat = TestClients.Chat(new StubHandler(_ => StubHandler.Response(body, "text/event-stream")));

        await foreach (ChatResponseUpdate _ in chat.GetStreamingResponseAsync("hi"))
        {
            break;
        }

        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task A_disposed_client_says_so()
    {
        RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Answers.Plain));
        chat.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => chat.GetResponseAsync("hi"));
        Assert.Throws<ObjectDisposedException>(() => chat.GetStreamingResponseAsync("hi"));
    }

    [Fact]
    public async Task Disposing_a_chat_client_leaves_a_connection_that_is_not_its_own_open()
    {
        using var client = new RouteurClient(TestClients.Options(), TestClients.Transport(StubHandler.Json(Answers.Plain)));
        client.AsIChatClient().Dispose();

        Assert.Equal("Hello", (await client.AsIChatClient().GetResponseAsync("hi")).Text);

        IChatClient chat = client.AsIChatClient();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => chat.GetResponseAsync("hi"));
    }

    [Fact]
    public async Task Null_messages_are_named()
    {
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Answers.Plain));

        Assert.Equal("messages", (await Assert.ThrowsAsync<ArgumentNullException>(() => chat.GetResponseAsync((IEnumerable<ChatMessage>)null!))).ParamName);
        Assert.Equal("messages", Assert.Throws<ArgumentNullException>(() => chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!)).ParamName);
    }

    [Fact]
    public void It_offers_its_metadata_and_what_it_stands_on()
    {
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Answers.Plain), o => o.Model = "team-fast");

        var metadata = chat.GetService<ChatClientMetadata>()!;
        Assert.Equal("routeur", metadata.ProviderName);
        Assert.Equal("team-fast", metadata.DefaultModelId);
        Assert.Equal(new Uri("http://127.0.0.1:9/v1"), metadata.ProviderUri);
        Assert.Same(chat.GetService<RouteurClient>()!.OpenAI, chat.GetService<OpenAIClient>());
        Assert.Same(chat, chat.GetService<RouteurChatClient>());
        Assert.Same(chat, chat.GetService<IChatClient>());
        Assert.Null(chat.GetService<RouteurClient>("key"));
        Assert.Null(chat.GetService<HttpClient>());
        Assert.Throws<ArgumentNullException>(() => chat.GetService(null!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Usage_above_the_cap_is_logged(bool stream)
    {
        const string Usage = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":900,\"total_tokens\":903}";
        var logs = new CapturedLogs();
        using RouteurChatClient chat = TestClients.Chat(
            stream
                ? StubHandler.Events(Answers.Chunk + "data: {\"choices\":[]," + Usage + "}\n\n" + Answers.LastChunk)
                : StubHandler.Json(Answers.Plain.Replace("\"completion_tokens\":2", "\"completion_tokens\":900", StringComparison.Ordinal)),
            loggerFactory: logs);
        var options = new ChatOptions { MaxOutputTokens = 100 };

        _ = stream ? await chat.GetStreamingResponseAsync("hi", options).ToChatResponseAsync() : await chat.GetResponseAsync("hi", options);

        string warning = Assert.Single(logs.Entries, entry => entry.Level == LogLevel.Warning).Text;
        Assert.Contains("900", warning, StringComparison.Ordinal);
        Assert.Contains("capped them at 100", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_tokens", 100, true)]
    [InlineData("max_completion_tokens", 100, true)]
    [InlineData("max_tokens", 5000, false)]
    [InlineData("seed", 100, true)]
    [InlineData(null, 0, false)]
    public async Task Usage_above_the_cap_of_raw_options_is_logged_and_that_cap_wins_over_the_typed_one(string? field, int value, bool warns)
    {
        var logs = new CapturedLogs();
        using RouteurChatClient chat = TestClients.Chat(
            StubHandler.Json(Answers.Plain.Replace("\"completion_tokens\":2", "\"completion_tokens\":900", StringComparison.Ordinal)), loggerFactory: logs);

        await chat.GetResponseAsync("hi", new ChatOptions
        {
            MaxOutputTokens = 150,
            RawRepresentationFactory = _ =>
            {
                var raw = new OpenAI.Chat.ChatCompletionOptions();
#pragma warning disable SCME0001 // The patch is the SDK's way to say what it has no property for.
                if (field is null)
                {
                    raw.Patch.Remove("$.max_completion_tokens"u8);
                }
                else
                {
                    raw.Patch.Set(System.Text.Encoding.UTF8.GetBytes("$." + field), value);
                }
#pragma warning restore SCME0001
                return raw;
            },
        });

        Assert.Equal(warns, logs.Entries.Any(entry => entry.Level == LogLevel.Warning));
        Assert.All(
            logs.Entries.Where(entry => entry.Level == LogLevel.Warning),
            entry => Assert.Contains($"capped them at {(field == "seed" ? 150 : value)}", entry.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scope_that_loses_to_a_call_is_logged_once()
    {
        var logs = new CapturedLogs();
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Answers.Plain), loggerFactory: logs);

        using (RouteurRouting.BeginScope(provider: "gemini"))
        {
            await chat.GetResponseAsync("hi");
            Assert.DoesNotContain(logs.Entries, entry => entry.Level == LogLevel.Information);
            await chat.GetResponseAsync("hi", new ChatOptions { ModelId = "gpt-4o" });
            await chat.GetResponseAsync("hi", new ChatOptions { ModelId = "gpt-4o" });
        }

        Assert.Contains("overrideCalls", Assert.Single(logs.Entries, entry => entry.Level == LogLevel.Information).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_key_nor_the_prompt_is_ever_logged()
    {
        var logs = new CapturedLogs();
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Answers.Plain), loggerFactory: logs);

        await chat.GetResponseAsync("a very secret prompt", new ChatOptions { ModelId = "gpt-4o" });

        Assert.NotEmpty(logs.Entries);
        Assert.All(logs.Entries, entry =>
        {
            Assert.DoesNotContain(TestClients.Key, entry.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret prompt", entry.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_an_answer_echoes_is_in_no_exception(bool stream)
    {
        const string Key = "my-own-proxy-key";
        const string Error = "{\"error\":{\"message\":\"upstream refused " + Key + "\"}}";
        using RouteurChatClient chat = TestClients.Chat(
            stream ? StubHandler.Events(Answers.Chunk + "data: " + Error + "\n\n") : StubHandler.Json(Error), o => o.ApiKey = Key);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() =>
            stream ? chat.GetStreamingResponseAsync("hi").ToChatResponseAsync() : chat.GetResponseAsync("hi"));

        Assert.Contains("upstream refused [key]", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_several_empty_data_lines_is_skipped()
    {
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Events("data:\ndata:\n\n" + Answers.Stream));

        Assert.Equal("Hello", (await chat.GetStreamingResponseAsync("hi").ToChatResponseAsync()).Text);
    }

    [Fact]
    public async Task An_event_of_many_lines_that_grows_without_end_is_refused()
    {
        string line = "data: " + new string('x', 1024 * 1024) + "\n";
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Events(string.Concat(Enumerable.Repeat(line, 34))));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => chat.GetStreamingResponseAsync("hi").ToChatResponseAsync());

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("larger than 32 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audio_in_the_answer_has_the_format_that_was_asked_for()
    {
        const string Audio = "{\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,\"audio\":{\"id\":\"a\",\"data\":\"AAEC\",\"expires_at\":1,\"transcript\":\"hi\"}},\"finish_reason\":\"stop\"}]}";
        using RouteurChatClient chat = TestClients.Chat(StubHandler.Json(Audio));

        ChatResponse response = await chat.GetResponseAsync("hi", new ChatOptions
        {
            AdditionalProperties = new() { ["audio"] = new Dictionary<string, object?> { ["voice"] = "alloy", ["format"] = "wav" } },
        });

        Assert.Equal("audio/wav", Assert.Single(response.Messages[0].Contents.OfType<DataContent>()).MediaType);
    }

    [Fact]
    public async Task Options_that_many_threads_share_are_never_changed()
    {
        StubHandler handler = StubHandler.Json(Answers.Plain);
        using RouteurChatClient chat = TestClients.Chat(handler);
        ChatOptions options = new ChatOptions { Temperature = 0.5f, Tools = [AIFunctionFactory.Create(() => 1, "one")] }.WithRouteur(provider: "openai", model: "gpt-4o");
        string before = System.Text.Json.JsonSerializer.Serialize(options.AdditionalProperties);

        await Parallel.ForAsync(0, 200, async (_, cancellationToken) => await chat.GetResponseAsync("hi", options, cancellationToken));

        Assert.Equal(200, handler.Requests.Count);
        Assert.Single(handler.Requests.Select(request => request.Body).Distinct());
        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(options.AdditionalProperties));
        Assert.Null(options.ModelId);
    }
}
