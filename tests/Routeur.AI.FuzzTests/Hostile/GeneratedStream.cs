using System.Text;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.FuzzTests.Hostile;

/// <summary>A beginning, then pieces as often as told, then an end: gigabytes that are nowhere in memory. Counts what is taken of it.</summary>
internal sealed class GeneratedStream : ReadOnlyStream
{
    private readonly IEnumerator<byte[]> _blocks;
    private byte[] _current = [];
    private int _offset;

    /// <summary>Pieces that differ.</summary>
    public GeneratedStream(string beginning, Func<long, string> piece, long count, string end = "") => _blocks = Blocks(beginning, piece, count, end).GetEnumerator();

    /// <summary>The same piece again and again, without any allocation.</summary>
    public GeneratedStream(string beginning, string piece, long count, string end = "") => _blocks = Blocks(beginning, piece, count, end).GetEnumerator();

    /// <summary>How many bytes were read.</summary>
    public long Taken { get; private set; }

    public bool Disposed { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int written = 0;
        while (written < buffer.Length && (_offset < _current.Length || MoveOn()))
        {
            int count = Math.Min(buffer.Length - written, _current.Length - _offset);
            _current.AsSpan(_offset, count).CopyTo(buffer[written..]);
            (written, _offset) = (written + count, _offset + count);
        }

        Taken += written;
        return written;
    }

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }

    private static IEnumerable<byte[]> Blocks(string beginning, Func<long, string> piece, long count, string end)
    {
        yield return Encoding.UTF8.GetBytes(beginning);
        for (long i = 0; i < count; i++)
        {
            yield return Encoding.UTF8.GetBytes(piece(i));
        }

        yield return Encoding.UTF8.GetBytes(end);
    }

    private static IEnumerable<byte[]> Blocks(string beginning, string piece, long count, string end)
    {
        yield return Encoding.UTF8.GetBytes(beginning);

        // Large blocks, so that the generator costs less than the reader.
        long pieces = Math.Min(Math.Max(1, 64 * 1024 / piece.Length), count);
        byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, (int)pieces)));
        for (long done = 0; done + pieces <= count; done += pieces)
        {
            yield return block;
        }

        for (long i = 0; i < count % pieces; i++)
        {
            yield return Encoding.UTF8.GetBytes(piece);
        }

        yield return Encoding.UTF8.GetBytes(end);
    }

    private bool MoveOn()
    {
        do
        {
            if (!_blocks.MoveNext())
            {
                return false;
            }

            (_current, _offset) = (_blocks.Current, 0);
        }
        while (_current.Length == 0);
        return true;
    }
}
