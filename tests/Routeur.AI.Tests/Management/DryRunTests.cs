using System.Net;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Routeur.AI.Tests.Support;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Routeur.AI.Tests.Management;

/// <summary>A dry run sends what the call would send, and is believed only when no provider has worked.</summary>
public class DryRunTests
{
    private const string Resolution = """{"model":"gpt-4o-mini","routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"}}""";

    private static readonly ChatMessage[] Messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "hi")];

    public static TheoryData<string> Situations() => ["defaults", "call", "model id", "scope", "overriding scope", "no trace", "raw options", "tools"];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task It_sends_what_the_chat_client_would_send_and_the_one_header_more(string situation)
    {
        var handler = new StubHandler(request => StubHandler.Response(request.Header("Routeur-Dry-Run") is null ? Answers.Plain : Resolution));
        using RouteurClient client = ManagementClients.Create(handler, options: o => (o.Provider, o.Trace) = ("deepseek", situation != "no trace"));
        ChatOptions? options = situation switch
        {
            "call" => new ChatOptions().WithRouteur("gemini", "gemini-pro", trace: false),
            "model id" => new ChatOptions { ModelId = "gpt-4o", Temperature = 0.5f, MaxOutputTokens = 9 },
            "raw options" => new ChatOptions { RawRepresentationFactory = _ => new ChatCompletionOptions { Seed = 7 } },
            "tools" => new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "one")] },
            _ => null,
        };
        using IDisposable? scope =
            situation == "scope" ? RouteurRouting.BeginScope(provider: "gemini") :
            situation == "overriding scope" ? RouteurRouting.BeginScope("openai", "gpt-4o", overrideCalls: true) : null;

        await client.AsIChatClient().GetResponseAsync(Messages, options);
        RouteResolution resolution = await client.ResolveRouteAsync(Messages, options);

        RecordedRequest call = handler.Requests[0], dryRun = handler.Requests[1];
        Assert.Equal(call.Method, dryRun.Method);
        Assert.Equal(call.Uri, dryRun.Uri);
        Assert.Null(JsonDifference.Find(call.Json, dryRun.Json));
        Assert.False(dryRun.Json.ContainsKey("stream"));
        Assert.Equal("true", dryRun.Header("Routeur-Dry-Run"));
        Assert.Equal(
            call.Headers.OrderBy(header => header.Key, StringComparer.Ordinal),
            dryRun.Headers.Where(header => header.Key != "Routeur-Dry-Run").OrderBy(header => header.Key, StringComparer.Ordinal));
        Assert.Equal(new RouteurChatClient(client).ExplainRouting(options).ToString(), resolution.Decision.ToString());
    }

    [Fact]
    public async Task What_the_routing_step_wrote_into_the_options_is_honoured()
    {
        var handler = new StubHandler(request => StubHandler.Response(request.Header("Routeur-Dry-Run") is null ? Answers.Plain : Resolution));
        using RouteurClient client = ManagementClients.Create(handler);
        ChatOptions? marked = null;
        using IChatClient chain = client.AsIChatClient().AsBuilder()
            .UseRouteurRouting()
            .Use((messages, options, inner, token) => inner.GetResponseAsync(messages, marked = options, token), null)
            .Build();

        using (RouteurRouting.BeginScope("gemini", "gemini-pro"))
        {
            await chain.GetResponseAsync("hi");
        }

        await client.ResolveRouteAsync(Messages, marked);

        Assert.Equal("gemini", handler.Requests[^1].Header("Routeur-Provider"));
        Assert.Equal("gemini-pro", handler.Requests[^1].Header("Routeur-Model"));
        Assert.DoesNotContain("routeur_", handler.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_options_cannot_turn_it_into_a_stream()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());
        var options = new ChatOptions
        {
            RawRepresentationFactory = _ =>
            {
                var raw = new ChatCompletionOptions();
                raw.Patch.Set("$.stream"u8, true);
                return raw;
            },
        };

        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.ResolveRouteAsync(Messages, options));
    }

    [Theory]
    [InlineData(Resolution)]
    [InlineData("""{"routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"},"choices":[],"usage":{}}""")]
    [InlineData("""{"resolution":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"}}""")]
    [InlineData("""{"route":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"}}""")]
    [InlineData("""{"routeur":{},"route":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"}}""")]
    [InlineData("""{"routeur":"x","provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"}""")]
    [InlineData("\uFEFF\n" + """{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto","choices":null}""")]
    [InlineData("""
        {"id":"chatcmpl_0","choices":[{"index":0,"message":{"role":"assistant","content":"","tool_calls":[]},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0},
         "routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto","completion_tokens":0}}
        """)]
    [InlineData("""{"usage":{"prompt_tokens":12},"routeur":{"provider":"openai","model":"gpt-4o-mini","route_reason":"rule:fast","requested_model":"auto"}}""")]
    public async Task The_resolution_is_found_wherever_it_stands(string answer)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(answer));

        RouteResolution resolution = await client.ResolveRouteAsync(Messages);

        Assert.Equal("openai", resolution.Provider);
        Assert.Equal("gpt-4o-mini", resolution.Model);
        Assert.Equal("rule:fast", resolution.RouteReason);
        Assert.Equal("auto", resolution.RequestedModel);
        Assert.Null(resolution.RequestId);
        Assert.Equal("openai/gpt-4o-mini (rule:fast)", resolution.ToString());
    }

    [Fact]
    public async Task What_is_not_known_is_kept_from_the_block_and_from_around_it()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(
            """{"dry_run":true,"model":"auto","note":null,"routeur":{"provider":"openai","model":7,"score":0.5,"redactions":2,"request_id":"01K"}}"""));

        RouteResolution resolution = await client.ResolveRouteAsync(Messages);

        Assert.Equal("7", resolution.Model);
        Assert.Equal("01K", resolution.RequestId);
        Assert.Equal(["dry_run", "model", "redactions", "score"], resolution.AdditionalProperties.Keys.Order());
    }

    [Theory]
    [InlineData(Answers.Plain)]
    [InlineData(Answers.Stream)]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"","reasoning_content":"hm"}}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":""}}],"usage":{"prompt_tokens":3},"routeur":{"provider":"openai"}}""")]
    [InlineData("""{"choices":[{"text":"Hello"}],"routeur":{"provider":"openai"}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"Hello"}}]}""")]
    [InlineData("""{"usage":{"completion_tokens":"2"},"routeur":{"provider":"openai"}}""")]
    [InlineData("""{"routeur":{"provider":"openai","completion_tokens":2}}""")]
    public async Task An_answer_with_a_completion_means_that_the_header_was_lost(string answer)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(answer));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ResolveRouteAsync(Messages));

        Assert.Equal(RouteurErrorCode.DryRunNotHonoured, error.ErrorCode);
        Assert.Equal("dry_run_not_honoured", error.ErrorCode.Value);
        Assert.Equal(200, error.Status);
        Assert.False(error.IsTransient);
        Assert.Contains("may have been billed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"routeur\":")]
    [InlineData("""{"model":"gpt-4o-mini"}""")]
    [InlineData("""{"routeur":{"redactions":0}}""")]
    [InlineData("""{"routeur":{"provider":" "},"choices":[7,{}]}""")]
    [InlineData(": keep-alive\n\ndata: {\"routeur\":{}}\n\ndata: [DONE]\n\n")]
    public async Task An_answer_with_neither_is_an_invalid_response(string answer)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(answer));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ResolveRouteAsync(Messages));

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("dry run", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, """{"error":{"code":"blocked_by_dlp","message":"dlp:cards","type":"routeur_error"}}""")]
    [InlineData(200, """{"error":{"code":"blocked_by_dlp","message":"dlp:cards","type":"routeur_error"}}""")]
    [InlineData(200, "data: {\"error\":{\"code\":\"blocked_by_dlp\",\"message\":\"dlp:cards\"}}\n\n")]
    public async Task An_error_is_that_error(int status, string answer)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(answer, (HttpStatusCode)status));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ResolveRouteAsync(Messages));

        Assert.Equal(RouteurErrorCode.BlockedByDlp, error.ErrorCode);
        Assert.Equal("cards", error.RuleName);
    }

    [Fact]
    public async Task A_key_that_shows_in_how_the_answer_broke_off_is_hidden()
    {
        const string Key = "my-own-proxy-key";
        var body = new NetworkStream("{"u8.ToArray(), failAtEnd: () => new IOException("the proxy refused " + Key));
        using RouteurClient client = ManagementClients.Create(new StubHandler(_ => StubHandler.Response(body)), options: o => o.ApiKey = Key);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ResolveRouteAsync(Messages));

        Assert.Equal(RouteurErrorCode.StreamInterrupted, error.ErrorCode);
        Assert.Contains("the proxy refused [key]", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_repeated_like_a_call()
    {
        int calls = 0;
        var time = new ObservedTimeProvider();
        var handler = new StubHandler(_ => ++calls == 1 ? StubHandler.Response("{}", status: HttpStatusCode.BadGateway) : StubHandler.Response(Resolution));
        using RouteurClient client = ManagementClients.Create(handler, time: time, options: ManagementClients.Retrying(1));

        Task<RouteResolution> call = client.ResolveRouteAsync(Messages);
        await time.Run(call);

        Assert.Equal("openai", (await call).Provider);
        Assert.All(handler.Requests, request => Assert.Equal("true", request.Header("Routeur-Dry-Run")));
    }

    [Fact]
    public async Task Cancelling_is_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var time = new ObservedTimeProvider();
        using RouteurClient client = ManagementClients.Create(ManagementClients.Silent(), time: time);

        Task call = client.ResolveRouteAsync(Messages, cancellationToken: cancellation.Token);
        await time.WaitFor(TimeSpan.FromMinutes(5));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task The_local_gateway_answers_it_without_a_call()
    {
        await using LocalGateway.RouteurLocalGateway gateway = await LocalGateway.RouteurLocalGateway.StartAsync();
        using var client = new RouteurClient(new RouteurOptions { ApiKey = gateway.ApiKey, Endpoint = gateway.Endpoint });

        RouteResolution resolution = await client.ResolveRouteAsync(Messages, new ChatOptions { ModelId = "gpt-4o-mini" });

        Assert.Equal("openai", resolution.Provider);
        Assert.Equal("gpt-4o-mini", resolution.Model);
        Assert.NotNull(resolution.RouteReason);
    }
}
