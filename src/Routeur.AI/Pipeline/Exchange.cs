using System.Buffers;
using System.ClientModel.Primitives;
using System.Globalization;
using Routeur.AI.Errors;
using Routeur.AI.Resilience;

namespace Routeur.AI.Pipeline;

/// <summary>An answer whose headers have arrived and whose body is still on the network. Disposing it releases the connection.</summary>
internal sealed class Exchange(PipelineResponse response, ExchangeClock clock) : IDisposable
{
    /// <summary>The longest plain answer that is read: 128 MiB, images included.</summary>
    public const int MaxBodyBytes = 128 * 1024 * 1024;

    private const int FirstBufferBytes = 16 * 1024;
    private const int MaxTrustedLength = 1024 * 1024;

    public PipelineResponse Response => response;

    /// <summary>The body as a stream that keeps the time-outs and fails with typed errors only.</summary>
    public Stream OpenStream() => new AnswerStream(response, clock);

    /// <summary>Reads the whole body, and leaves it in the response for who looks at it later.</summary>
    /// <exception cref="RouteurException">The body broke off, took too long, or is larger than <see cref="MaxBodyBytes"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadBodyAsync()
    {
        using Stream stream = OpenStream();
        long? announced = AnnouncedLength();

        // An honest small length is read without a copy; a large one is believed when the bytes are there.
        byte[] buffer = announced is > 0 and <= MaxTrustedLength
            ? new byte[(int)announced.Value]
            : ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        bool rented = announced is not (> 0 and <= MaxTrustedLength);
        int length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (announced == length)
                    {
                        break;
                    }

                    if (length >= MaxBodyBytes)
                    {
                        throw ErrorEnvelope.InvalidResponse(
                            response,
                            buffer,
                            $"The answer is larger than {(MaxBodyBytes / 1024 / 1024).ToString(CultureInfo.InvariantCulture)} MiB, the most that is read");
                    }

                    byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)length * 2, MaxBodyBytes));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    Return(buffer, rented);
                    (buffer, rented) = (larger, true);
                }

                int read = await stream.ReadAsync(buffer.AsMemory(length), clock.CallerToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            byte[] body = !rented && length == buffer.Length ? buffer : buffer.AsSpan(0, length).ToArray();
            response.ContentStream = new MemoryStream(body, 0, length, writable: false, publiclyVisible: true);
            return body;
        }
        finally
        {
            Return(buffer, rented);
        }
    }

    public void Dispose()
    {
        clock.Dispose();
        response.Dispose();
    }

    private static void Return(byte[] buffer, bool rented)
    {
        if (rented)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private long? AnnouncedLength() =>
        response.Headers.TryGetValue("Content-Length", out string? text) &&
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : null;
}
