using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using OpenAI.Chat;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Errors;

/// <summary>The official client on our pipeline fails with our errors too.</summary>
public class OfficialClientErrorsTests
{
    public static TheoryData<string> Ways => ["plain", "plain sync", "stream", "stream sync", "protocol", "models"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_refused_call_is_a_routeur_exception_whatever_the_method(string way)
    {
        using var client = new RouteurClient(
            TestClients.Options(),
            TestClients.Transport(StubHandler.Json(Answers.Error("blocked_by_dlp", "dlp:no_secrets"), HttpStatusCode.Forbidden)));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, way));

        Assert.Equal(RouteurErrorCode.BlockedByDlp, error.ErrorCode);
        Assert.Equal("no_secrets", error.RuleName);
        Assert.Equal(403, error.Status);
        Assert.Equal(1, error.Attempts);
        Assert.Contains("blocked_by_dlp", error.GetRawResponse()!.Content.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_refused_connection_is_a_routeur_exception_whatever_the_method(string way)
    {
        // Nobody listens on a port that was just released.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new RouteurClient(TestClients.Options(o => o.Endpoint = new Uri($"http://127.0.0.1:{port}/v1")));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, way));

        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.Equal(0, error.Status);
        Assert.True(error.IsTransient);
        Assert.Equal(2, error.Message.Split($"127.0.0.1:{port}").Length);
    }

    [Fact]
    public async Task Several_failed_attempts_are_one_routeur_exception_that_counts_them()
    {
        var time = new ObservedTimeProvider();
        var handler = new StubHandler(_ => throw new HttpRequestException("no route to host"));
        using RouteurClient client = TestClients.OnClock(handler, time, o => o.MaxRetries = 2);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => time.Run(Call(client, "plain")));
        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.Equal(3, error.Attempts);
        Assert.EndsWith("failed: no route to host [after 3 attempts]", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public async Task An_unconfigured_provider_that_was_forced_is_named()
    {
        StubHandler handler = StubHandler.Json(Answers.Error("upstream_error", "provider_unconfigured"), HttpStatusCode.BadGateway);
        using var client = new RouteurClient(TestClients.Options(), TestClients.Transport(handler));

        using (RouteurRouting.BeginScope(provider: "nobody"))
        {
            RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, "plain"));
            Assert.Contains("\"nobody\"", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_throw_is_invisible_to_policies_so_the_call_throws_all_the_same()
    {
        using var client = new RouteurClient(TestClients.Options(), TestClients.Transport(StubHandler.Json("{}", HttpStatusCode.BadRequest)));
        using var content = BinaryContent.Create(BinaryData.FromString("{}"));

        await Assert.ThrowsAsync<RouteurException>(() =>
            client.OpenAI.GetChatClient("auto").CompleteChatAsync(content, new RequestOptions { ErrorOptions = ClientErrorBehaviors.NoThrow }));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_error_and_is_not_followed(int status)
    {
        var handler = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response("", status: (HttpStatusCode)status);
            response.Headers.Location = new Uri("https://elsewhere.example/v1/chat/completions?token=secret");
            return response;
        });
        using var client = new RouteurClient(TestClients.Options(), TestClients.Transport(handler));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, "plain"));

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("https://elsewhere.example/v1/chat/completions", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_redirect_shows_neither_a_key_nor_user_info()
    {
        var handler = new StubHandler(_ =>
        {
            HttpResponseMessage response = StubHandler.Response("", status: HttpStatusCode.Found);
            response.Headers.Location = new Uri($"https://user:password@elsewhere.example/login/{TestClients.Key}");
            return response;
        });
        using var client = new RouteurClient(TestClients.Options(), TestClients.Transport(handler));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, "plain"));

        Assert.Contains("https://elsewhere.example/login/rtr_[key]", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Attempts);
    }

    [Fact]
    public async Task A_certificate_that_is_not_accepted_is_not_transient_and_is_not_bypassed()
    {
        var handler = new StubHandler(_ => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError, "The SSL connection could not be established", new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot")));
        using var client = new RouteurClient(TestClients.Options(o => o.MaxRetries = 3), TestClients.Transport(handler));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, "plain"));

        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.False(error.IsTransient);
        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task What_a_resilience_handler_throws_is_a_routeur_exception_too()
    {
        var timedOut = new StubHandler(_ => throw new Polly.Timeout.TimeoutRejectedException("10 s are over"));
        var broken = new StubHandler(_ => throw new Polly.CircuitBreaker.BrokenCircuitException("the circuit is open"));
        using var first = new RouteurClient(TestClients.Options(o => o.MaxRetries = 3), TestClients.Transport(timedOut));
        using var second = new RouteurClient(TestClients.Options(o => o.MaxRetries = 3), TestClients.Transport(broken));

        RouteurException timeout = await Assert.ThrowsAsync<RouteurException>(() => Call(first, "plain"));
        RouteurException circuit = await Assert.ThrowsAsync<RouteurException>(() => Call(second, "plain"));

        Assert.Equal(RouteurErrorCode.Timeout, timeout.ErrorCode);
        Assert.Equal(RouteurErrorCode.ConnectionFailed, circuit.ErrorCode);
        Assert.Contains("the circuit is open", circuit.Message, StringComparison.Ordinal);
        Assert.Single(timedOut.Requests);
        Assert.Single(broken.Requests);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var handler = new StubHandler(async (_, token) =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("unreachable");
        });
        using var client = new RouteurClient(TestClients.Options(o => o.MaxRetries = 3), TestClients.Transport(handler));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.OpenAI.GetChatClient("auto").CompleteChatAsync(["hi"], cancellationToken: cancellation.Token));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_key_of_any_shape_that_the_server_echoes_is_not_in_the_message()
    {
        const string Key = "my-own-proxy-key";
        var handler = StubHandler.Json(Answers.Error("unauthorized", $"unknown key {Key}"), HttpStatusCode.Unauthorized);
        using var client = new RouteurClient(TestClients.Options(o => o.ApiKey = Key), TestClients.Transport(handler));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(client, "plain"));

        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("[key]", error.Message, StringComparison.Ordinal);
    }

    private static async Task Call(RouteurClient client, string way)
    {
        ChatClient chat = client.OpenAI.GetChatClient("auto");
        switch (way)
        {
            case "plain":
                await chat.CompleteChatAsync(["hi"]);
                break;
            case "plain sync":
                chat.CompleteChat(["hi"]);
                break;
            case "stream":
                await foreach (StreamingChatCompletionUpdate _ in chat.CompleteChatStreamingAsync(["hi"]))
                {
                }

                break;
            case "stream sync":
                foreach (StreamingChatCompletionUpdate _ in chat.CompleteChatStreaming(["hi"]))
                {
                }

                break;
            case "protocol":
                using (var content = BinaryContent.Create(BinaryData.FromString("""{"model":"auto","messages":[]}""")))
                {
                    await chat.CompleteChatAsync(content);
                }

                break;
            default:
                await client.OpenAI.GetOpenAIModelClient().GetModelAsync("auto");
                break;
        }
    }
}
