using System.Buffers;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Routeur.AI.Errors;
using Routeur.AI.Resilience;

namespace Routeur.AI.Pipeline;

/// <summary>An answer whose headers have arrived and whose body is still on the network. Disposing it releases the connection.</summary>
internal sealed class Exchange(PipelineResponse response, ExchangeClock clock, CallState call) : IDisposable
{
    /// <summary>The longest plain answer that is read: 128 MiB, images included.</summary>
    public const int MaxBodyBytes = 128 * 1024 * 1024;

    private const int MinBufferBytes = 16 * 1024;
    private const int MaxTrustedBytes = 1024 * 1024;

    public PipelineResponse Response => response;

    /// <summary>The clock of the call.</summary>
    public TimeProvider TimeProvider => clock.TimeProvider;

    /// <summary>What was found wrong while the answer was read, as the caller is to see it.</summary>
    public RouteurException ForCaller(RouteurException error) => call.ForCaller(error);

    /// <summary>What the answer used, for the estimates of later calls.</summary>
    public void Used(UsageDetails? usage)
    {
        if (usage is not null)
        {
            call.Ticket?.Complete(usage.InputTokenCount, usage.OutputTokenCount);
        }
    }

    /// <summary>The body as a stream that keeps the time-outs and fails with typed errors only.</summary>
    public Stream OpenStream() => new AnswerStream(response, clock);

    /// <summary>Reads the whole body, and leaves it in the response for who looks at it later.</summary>
    /// <param name="maxBytes">The most that is read.</param>
    /// <exception cref="RouteurException">The body broke off, took too long, or is larger than <paramref name="maxBytes"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadBodyAsync(int maxBytes = MaxBodyBytes)
    {
        using Stream stream = OpenStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes());
        int length = 0;
        bool returnable = true;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, maxBytes + 1) - length), clock.CallerToken).ConfigureAwait(false) is > 0 and int count)
            {
                length += count;
                if (length > maxBytes)
                {
                    throw ErrorEnvelope.InvalidResponse(
                        response,
                        buffer.AsSpan(0, length),
                        $"The answer is larger than {(maxBytes / 1024 / 1024).ToString(CultureInfo.InvariantCulture)} MiB, the most that is read");
                }

                if (length == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(length * 2, maxBytes + 1));
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            // The SDK copies the stream that it is given into memory of its own and disposes of it. The answer of another transport may keep
            // the stream, or the bytes in it: then they are not lent to the next call.
            var read = new MemoryStream(buffer, 0, length, writable: false, publiclyVisible: true);
            returnable = false;
            response.ContentStream = read;
            ReadOnlyMemory<byte> body = await response.BufferContentAsync(clock.CallerToken).ConfigureAwait(false);
            returnable = !read.CanRead && !(MemoryMarshal.TryGetArray(body, out ArraySegment<byte> kept) && kept.Array == buffer);
            return body;
        }
        finally
        {
            if (returnable)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    public void Dispose()
    {
        call.Ticket?.Complete(null, null);
        clock.Dispose();
        response.Dispose();
    }

    // An honest length saves growing; a large one is believed when the bytes are there.
    private int FirstBufferBytes() =>
        response.Headers.TryGetValue("Content-Length", out string? text) &&
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length < MaxTrustedBytes
            ? Math.Max(length + 1, MinBufferBytes)
            : MinBufferBytes;
}
