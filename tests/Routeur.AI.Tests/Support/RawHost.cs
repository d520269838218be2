using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>A host on a loopback port that answers one request, and remembers which headers came over the wire.</summary>
internal sealed class RawHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _answering = Task.CompletedTask;

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The names of the request's headers.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    public static RawHost Start(string json)
    {
        var host = new RawHost();
        host._listener.Start();
        host._answering = host.AnswerAsync(json);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
    }

    private async Task AnswerAsync(string json)
    {
        using TcpClient connection = await _listener.AcceptTcpClientAsync();
        await using System.Net.Sockets.NetworkStream stream = connection.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        List<string> names = [];
        await reader.ReadLineAsync();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            names.Add(line.Split(':')[0]);
        }

        Headers = names;
        byte[] answer = Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: close\r\n\r\n{json}");
        await stream.WriteAsync(answer);
    }
}
