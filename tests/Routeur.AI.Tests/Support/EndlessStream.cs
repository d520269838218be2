using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>A body that never ends: a beginning, then the same text again and again, as fast as it is read.</summary>
internal sealed class EndlessStream(string beginning, string rest) : Stream
{
    private readonly byte[] _rest = Encoding.UTF8.GetBytes(rest);
    private byte[]? _beginning = Encoding.UTF8.GetBytes(beginning);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_beginning is { } first)
        {
            _beginning = null;
            first.CopyTo(buffer);
            return first.Length;
        }

        int count = 0;
        while (count + _rest.Length <= buffer.Length)
        {
            _rest.CopyTo(buffer[count..]);
            count += _rest.Length;
        }

        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
