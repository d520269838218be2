using System.Text;
using System.Threading.Channels;

namespace Routeur.AI.Tests.Support;

/// <summary>A body that the test feeds while it is being read, and that says when the reader has caught up and waits.</summary>
internal sealed class StallingStream : ReadOnlyStream
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<bool> _stalls = Channel.CreateUnbounded<bool>();
    private readonly CancellationTokenSource _disposal = new();
    private ReadOnlyMemory<byte> _current;

    public bool Disposed { get; private set; }

    public void Feed(string text) => _pieces.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    public void End() => _pieces.Writer.Complete();

    /// <summary>Completes when a reader waits for bytes that are not there; once per wait.</summary>
    public async Task ReaderWaits() => await _stalls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_current.IsEmpty)
        {
            byte[]? piece;
            while (!_pieces.Reader.TryRead(out piece))
            {
                _stalls.Writer.TryWrite(true);
                if (!await _pieces.Reader.WaitToReadAsync(cancellationToken))
                {
                    return 0;
                }
            }

            _current = piece;
        }

        int count = Math.Min(buffer.Length, _current.Length);
        _current[..count].CopyTo(buffer);
        _current = _current[count..];
        return count;
    }

    public override int Read(Span<byte> buffer)
    {
        byte[] read = new byte[buffer.Length];
        int count = ReadAsync(read, _disposal.Token).AsTask().GetAwaiter().GetResult();
        read.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        _disposal.Cancel();
        base.Dispose(disposing);
    }
}
