using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>A server on a loopback port that runs a script on every connection, and knows which of them are still open.</summary>
internal sealed class RawServer : IFaultServer
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _fillers = [];
    private readonly ConcurrentDictionary<RawConnection, Task> _open = new();
    private readonly ConcurrentDictionary<int, int> _attempts = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _stalls = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _ends = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly Func<RawConnection, Task> _script;
    private readonly Task _accepting;
    private int _counted;

    public RawServer(Func<RawConnection, Task> script, Listening listening = Listening.Accepting)
    {
        _script = script;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (listening != Listening.Refusing)
        {
            _listener.Listen(listening == Listening.Deaf ? 0 : 512);
        }

        if (listening == Listening.Deaf)
        {
            Fill();
        }

        _accepting = listening == Listening.Accepting ? AcceptAsync() : Task.CompletedTask;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int Attempts => Volatile.Read(ref _counted);

    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>The call's number as the model's name: a header, which is there before the body is.</summary>
    public string ModelFor(int call) => $"call-{call}";

    public string AnswerTo(int call, string prompt) => Answers.Text(call);

    public void CountAttempt() => Interlocked.Increment(ref _counted);

    public int CountAttempt(int call)
    {
        CountAttempt();
        return _attempts.AddOrUpdate(call, 1, static (_, count) => count + 1);
    }

    public void NoteStall(int call) => Event(_stalls, call).TrySetResult();

    /// <summary>Says that this call is going to get nothing more, and waits until it is over.</summary>
    public Task StallAsync(int call)
    {
        NoteStall(call);
        return Event(_ends, call).Task;
    }

    public Task Stalled(int call) => Event(_stalls, call).Task;

    public void End(int call) => Event(_ends, call).TrySetResult();

    /// <remarks>Scripts stay until the client has closed its side, unless they reset the connection.</remarks>
    public async Task AllClosedAsync(CancellationToken cancellationToken)
    {
        while (!_open.IsEmpty)
        {
            await Task.WhenAll(_open.Values).WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _fillers.ForEach(filler => filler.Dispose());
        await _accepting;
        foreach (RawConnection connection in _open.Keys)
        {
            connection.Close();
        }
    }

    private static TaskCompletionSource Event(ConcurrentDictionary<int, TaskCompletionSource> events, int call) =>
        events.GetOrAdd(call, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            var connection = new RawConnection(socket, this);
            var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _open[connection] = served.Task;
            _ = ServeAsync(connection, served);
        }
    }

    private async Task ServeAsync(RawConnection connection, TaskCompletionSource served)
    {
        await Task.Yield();
        try
        {
            await _script(connection);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The client closed the connection, or the script did.
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
        }
        finally
        {
            connection.Close();
            _open.TryRemove(connection, out _);
            served.SetResult();
        }
    }

    private void Fill()
    {
        for (int i = 0; i < 4; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _fillers.Add(filler);
            try
            {
                filler.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }
        }
    }
}
