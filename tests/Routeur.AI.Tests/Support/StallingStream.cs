using System.Text;
using System.Threading.Channels;

namespace Routeur.AI.Tests.Support;

/// <summary>A body that the test feeds while it is being read, and that says when the reader has caught up and waits.</summary>
internal sealed class StallingStream : Stream
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<bool> _stalls = Channel.CreateUnbounded<bool>();
    private readonly CancellationTokenSource _disposal = new();
    private ReadOnlyMemory<byte> _current;

    public bool Disposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), _disposal.Token).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        _disposal.Cancel();
        base.Dispose(disposing);
    }
}
