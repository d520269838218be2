using Routeur.AI.Tests.Support;

namespace Routeur.AI.FuzzTests.Fuzzing;

/// <summary>Bytes in pieces of the given sizes, which repeat. Reads complete at once.</summary>
internal sealed class CutStream(byte[] bytes, int[] sizes) : ReadOnlyStream
{
    private int _position;
    private int _reads;

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(buffer.Length, sizes[_reads++ % sizes.Length]), bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
