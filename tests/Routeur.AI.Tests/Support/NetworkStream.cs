namespace Routeur.AI.Tests.Support;

/// <summary>Bytes as the network brings them: not seekable, of unknown length, in pieces of a chosen size, and possibly ending in an exception.</summary>
internal sealed class NetworkStream(byte[] bytes, int pieceSize = int.MaxValue, Func<Exception>? failAtEnd = null) : ReadOnlyStream
{
    private int _position;

    public bool Disposed { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(buffer.Length, pieceSize), bytes.Length - _position);
        if (count == 0 && buffer.Length > 0 && failAtEnd is not null)
        {
            throw failAtEnd();
        }

        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        return Read(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
