using System.Net;
using System.Net.Sockets;
using System.Text;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Http;

/// <summary>Clients that no HTTP library would be: what they do must neither stop the gateway nor count as its defect.</summary>
public sealed class RawSocketTests
{
    private const string Head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    [Fact]
    public async Task A_connection_that_is_reset_in_mid_stream_stops_the_work()
    {
        var upstream = new EndlessUpstream();
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new(), upstream, TestCaller.Cancel);
        using (Socket socket = await ConnectAsync(gateway))
        {
            await SendAsync(socket, Chat(gateway, TestCaller.HelloStream));
            await ReceiveAsync(socket, "data: ");
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await upstream.Stopped.WaitAsync(TimeSpan.FromSeconds(60), TestCaller.Cancel);
        Assert.Equal(RequestOutcome.Disconnected, await Assert.Single(gateway.Requests).Outcome);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_nobody_else_up()
    {
        var upstream = new EndlessUpstream();
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(new() { ShutdownTimeout = TimeSpan.Zero }, upstream, TestCaller.Cancel);
        using Socket socket = await ConnectAsync(gateway);
        await SendAsync(socket, Chat(gateway, TestCaller.HelloStream));
        await upstream.Started.WaitAsync(TimeSpan.FromSeconds(60), TestCaller.Cancel);

        await using TestCaller caller = TestCaller.Of(gateway);
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello, ("Routeur-Dry-Run", "true"))).Status);
    }

    [Theory]
    [InlineData(Head + "Content-Length: 1000\r\n\r\n{\"model\":")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"model\":\r\n")]
    public async Task A_client_that_leaves_in_the_middle_of_its_body_is_no_defect(string beginning)
    {
        using var log = new ListLoggerFactory();
        await using TestCaller caller = await TestCaller.StartAsync(new() { LoggerFactory = log });
        using (Socket socket = await ConnectAsync(caller.Gateway))
        {
            await SendAsync(socket, beginning);
            socket.Shutdown(SocketShutdown.Send);
            await ReceiveAsync(socket, until: null);
        }

        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello)).Status);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        await Task.WhenAll(caller.Gateway.Requests.Select(r => r.Outcome)).WaitAsync(TimeSpan.FromSeconds(60), TestCaller.Cancel);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData(Head + "Content-Length: -1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\nno number\r\n{}\r\n", "HTTP/1.1 400 ")]
    public async Task Broken_HTTP_is_refused(string request, string answer)
    {
        using var log = new ListLoggerFactory();
        await using TestCaller caller = await TestCaller.StartAsync(new() { LoggerFactory = log });
        using Socket socket = await ConnectAsync(caller.Gateway);

        await SendAsync(socket, request);

        Assert.StartsWith(answer, await ReceiveAsync(socket, "\r\n\r\n"));
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello)).Status);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_in_tiny_pieces_is_whole_in_the_end()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        using Socket socket = await ConnectAsync(caller.Gateway);
        socket.NoDelay = true;
        string request = Chat(caller.Gateway, TestCaller.Hello);

        foreach (char c in request)
        {
            await SendAsync(socket, $"{c}");
        }

        Assert.Contains("You said: Hello there", await ReceiveAsync(socket, "Hello there"));
    }

    [Fact]
    public async Task A_client_may_wait_for_the_gateways_consent()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        using Socket socket = await ConnectAsync(caller.Gateway);
        string[] request = Chat(caller.Gateway, TestCaller.Hello, "Expect: 100-continue\r\n").Split("\r\n\r\n");

        await SendAsync(socket, request[0] + "\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await ReceiveAsync(socket, "\r\n\r\n"));
        await SendAsync(socket, request[1]);

        Assert.StartsWith("HTTP/1.1 200 ", await ReceiveAsync(socket, "Hello there"));
    }

    private static string Chat(RouteurLocalGateway gateway, string body, string more = "") =>
        $"{Head}{more}Authorization: Bearer {gateway.ApiKey}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static async Task<Socket> ConnectAsync(RouteurLocalGateway gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Endpoint.Port, TestCaller.Cancel);
        return socket;
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text), TestCaller.Cancel);

    /// <summary>Reads until this comes, or to the end of the connection.</summary>
    private static async Task<string> ReceiveAsync(Socket socket, string? until)
    {
        var received = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (until is null || !received.ToString().Contains(until, StringComparison.Ordinal))
        {
            int count = await ReceiveAsync(socket, buffer);
            if (count == 0)
            {
                break;
            }

            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    // A server that closes while something unread lies on its side resets the connection: an end as well.
    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, TestCaller.Cancel);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
