using System.Net.Sockets;
using System.Text;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>One accepted connection. A script does with it what no web server does.</summary>
internal sealed class RawConnection(Socket socket, RawServer server)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _unread;
    private bool _closed;

    /// <summary>The request whose headers were read last.</summary>
    public RawRequest Request { get; private set; } = null!;

    public RawServer Server => server;

    /// <summary>The pieces of the right answer to <see cref="Request"/>.</summary>
    public string[] Pieces => Answers.Pieces(Request.Call, Request.Streamed);

    /// <summary>The socket as a stream, for TLS.</summary>
    public NetworkStream OpenStream() => new(socket, ownsSocket: false);

    /// <summary>Counts an attempt whose request is not read.</summary>
    public void CountAttempt() => server.CountAttempt();

    /// <summary>Reads the headers of the next request; false when the client closed the connection instead.</summary>
    public async Task<bool> ReadHeadAsync()
    {
        while (true)
        {
            int end = _buffer.AsSpan(0, _unread).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                Take(Encoding.ASCII.GetString(_buffer, 0, end + 2), server.CountAttempt);
                Consume(end + 4);
                return true;
            }

            int read = await socket.ReceiveAsync(_buffer.AsMemory(_unread));
            if (read == 0)
            {
                return false;
            }

            _unread += read;
        }
    }

    /// <summary>Looks at the headers of the first request and leaves them unread.</summary>
    public async Task PeekHeadAsync()
    {
        int end;
        while ((end = _buffer.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            await Task.Yield();
            int seen = await socket.ReceiveAsync(_buffer, SocketFlags.Peek);
            ObjectDisposedException.ThrowIf(seen == 0, this);
        }

        Take(Encoding.ASCII.GetString(_buffer, 0, end + 2), server.CountAttempt);
    }

    /// <summary>Reads the body of the request.</summary>
    public async Task ReadBodyAsync()
    {
        int missing = Request.BodyLength - _unread;
        Consume(Math.Min(_unread, Request.BodyLength));
        while (missing > 0)
        {
            int read = await socket.ReceiveAsync(_buffer.AsMemory(0, Math.Min(missing, _buffer.Length)));
            ObjectDisposedException.ThrowIf(read == 0, this);
            missing -= read;
        }
    }

    /// <summary>Waits for some bytes and drops them.</summary>
    public async Task ReadSomeAsync() => await socket.ReceiveAsync(_buffer);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Sends the right answer.</summary>
    public Task AnswerAsync(bool keepAlive = true) => SendAsync(Http.Whole(Request, keepAlive));

    /// <summary>Closes the connection with a reset, whatever was still to be sent or read.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Close();
    }

    /// <summary>Sends no more, and stays until the client has closed its side.</summary>
    public async Task EndAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        await DrainAsync();
    }

    /// <summary>Takes nothing in any more.</summary>
    public void StopReceiving() => socket.Shutdown(SocketShutdown.Receive);

    /// <summary>Does nothing more, and says so, until the call is over; then stays until the client has closed its side.</summary>
    public async Task StallAsync()
    {
        await server.StallAsync(Request.Call);
        await DrainAsync();
    }

    /// <summary>Reads and drops until the client has closed its side.</summary>
    public async Task DrainAsync()
    {
        while (await socket.ReceiveAsync(_buffer) > 0)
        {
        }
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            socket.Dispose();
        }
    }

    private void Take(string head, Func<int, int> countAttempt) => Request = RawRequest.Parse(head, countAttempt);

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _unread - count).CopyTo(_buffer);
        _unread -= count;
    }
}
