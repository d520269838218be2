namespace Routeur.AI.Tests.Support;

/// <summary>
/// One piece for each read, which completes at once, as it does when the bytes are there already: what is measured is the reader and not the
/// thread pool. The benchmarks use it too.
/// </summary>
internal sealed class PieceStream(ReadOnlyMemory<byte>[] pieces) : ReadOnlyStream
{
    private int _next;
    private int _offset;

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
}
