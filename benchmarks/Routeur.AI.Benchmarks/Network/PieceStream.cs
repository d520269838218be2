namespace Routeur.AI.Benchmarks.Network;

/// <summary>
/// A body as the network brings it: not seekable, of unknown length, one piece for each read. Reads complete at once, as they do when the
/// bytes are there already, so that what is measured is the reader and not the thread pool.
/// </summary>
internal sealed class PieceStream(ReadOnlyMemory<byte>[] pieces) : Stream
{
    private int _next;
    private int _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_next == pieces.Length)
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = pieces[_next].Span[_offset..];
        int count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        (_next, _offset) = count == rest.Length ? (_next + 1, 0) : (_next, _offset + count);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
