using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>A body that never ends: a beginning, then one byte again and again, as fast as it is read.</summary>
internal sealed class EndlessStream(string beginning, byte rest) : Stream
{
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

        buffer.Fill(rest);
        return buffer.Length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
