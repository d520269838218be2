using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;
using NetworkStream = Routeur.AI.Tests.Support.NetworkStream;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>Whatever a connection, TLS, a decompressor or a handler throws while an answer is read, the app sees a <see cref="RouteurException"/>.</summary>
public sealed class BrokenConnectionTests
{
    private static readonly Dictionary<string, Func<Exception>> Failures = new()
    {
        ["reset"] = () => new IOException("reset", new SocketException((int)SocketError.ConnectionReset)),
        ["chunked encoding that ends early"] = () => new HttpIOException(HttpRequestError.ResponseEnded, "ended prematurely"),
        ["HTTP/2 stream error"] = () => new HttpRequestException(HttpRequestError.HttpProtocolError, "refused stream"),
        ["bare socket error"] = () => new SocketException((int)SocketError.TimedOut),
        ["compressed body that is damaged"] = () => new InvalidDataException("not gzip"),
        ["TLS error"] = () => new AuthenticationException("bad record"),
        ["a handler's own time-out"] = () => new TaskCanceledException("timed out", new TimeoutException()),
        ["a time-out"] = () => new TimeoutException("timed out"),
    };

    private static readonly ToleranceCase[] Cases =
    [
        ToleranceCase.Plain("a plain answer", Bodies.Hello()),
        ToleranceCase.Stream("a stream", Bodies.Events(Bodies.Says("Hello"), Bodies.Stop())),
        ToleranceCase.PlainError("an error", 500, RouteurErrorCode.Unknown, """{"error":{"message":"a long story"}}"""),
        ToleranceCase.StreamError("an error to a stream request", null, """{"error":{"message":"a long story"}}""") with { Status = 503 },
    ];

    public static MatrixTheoryData<string, string> Rows => new(Failures.Keys, Cases.Select(@case => @case.Name));

    [Theory(Timeout = Guard.Milliseconds), MemberData(nameof(Rows))]
    public async Task Every_failure_of_the_transport_becomes_a_RouteurException(string failure, string name)
    {
        ToleranceCase whole = Cases.Single(@case => @case.Name == name);
        using var client = new ToleranceClient(whole);
        foreach (int length in (int[])[0, whole.Body.Length / 2])
        {
            Outcome outcome = await client.AskAsync(new NetworkStream(whole.Body[..length], failAtEnd: Failures[failure]), TestContext.Current.CancellationToken);

            Assert.True(outcome.Error is not null, $"{name}, {failure} after {length} bytes: {outcome}");
            Assert.True(whole.Status is 200 || outcome.Error.Status == whole.Status, $"The status is lost: {outcome}");
        }
    }

    [Theory(Timeout = Guard.Milliseconds)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_refused_the_connection_is_told_and_only_the_endpoint_is_blamed_on_its_setting(bool proxy)
    {
        using var free = new TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        string nobody = free.LocalEndpoint.ToString()!;
        free.Stop();
        using var http = new HttpClient(new SocketsHttpHandler { Proxy = new System.Net.WebProxy($"http://{nobody}"), UseProxy = proxy });
        using RouteurClient client = new(
            TestClients.Settings(o => (o.Endpoint, o.AllowInsecureEndpoint) = (new Uri(proxy ? "http://service.invalid/v1" : $"http://{nobody}/v1"), true)),
            configure: null,
            loggerFactory: null,
            http,
            TimeProvider.System);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.AsIChatClient().GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(RouteurErrorCode.ConnectionFailed, error.ErrorCode);
        Assert.Contains(nobody, error.Message, StringComparison.Ordinal);
        Assert.Equal(!proxy, error.Message.Contains("Check RouteurOptions.Endpoint.", StringComparison.Ordinal));
    }

    // What System.ClientModel's reconnecting stream does on its own: pay twice, and append the second answer to half of the first.
    [Fact(Timeout = Guard.Milliseconds)]
    public async Task A_stream_that_breaks_after_an_event_with_an_id_is_not_asked_for_again()
    {
        var whole = ToleranceCase.Stream("ids", $"id: 1\nretry: 1\ndata: {Bodies.Says("Hel")}\n\n");
        using var client = new ToleranceClient(whole);

        Outcome outcome = await client.AskAsync(new NetworkStream(whole.Body, failAtEnd: Failures["reset"]), TestContext.Current.CancellationToken);

        Assert.True(outcome.Error?.ErrorCode == RouteurErrorCode.StreamInterrupted, outcome.ToString());
    }
}
