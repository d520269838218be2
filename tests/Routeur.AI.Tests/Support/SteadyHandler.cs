using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>
/// A fake network for measurements: it remembers nothing, gives the same pieces every time, one for each read, and completes at once, so that
/// a whole call runs on the thread that made it.
/// </summary>
internal sealed class SteadyHandler(string mediaType, params string[] pieces) : HttpMessageHandler
{
    private readonly MediaTypeHeaderValue _mediaType = new(mediaType);
    private readonly byte[][] _pieces = [.. pieces.Select(Encoding.UTF8.GetBytes)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StreamContent(new Pieces(_pieces)) { Headers = { ContentType = _mediaType } },
        };
    }

    private sealed class Pieces(byte[][] pieces) : Stream
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

            ReadOnlySpan<byte> rest = pieces[_next].AsSpan(_offset);
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
}
