using System.Globalization;
using Routeur.AI.Pipeline;

namespace Routeur.AI.Management;

/// <summary>The bytes of an archive as they come, up to a limit. For asynchronous reading by one reader.</summary>
internal sealed class PayloadStream(Exchange exchange, CancellationTokenSource stop, long maxBytes, CancellationToken callerToken) : ReadingStream
{
    private readonly Stream _answer = exchange.OpenStream();
    private long _received;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A read that was given up leaves the connection in the middle of something: the whole download stops.
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), stop);
        await using (registration.ConfigureAwait(false))
        {
            try
            {
                int read = await _answer.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                _received += read;
                return _received <= maxBytes ? read : throw TooLarge(exchange, maxBytes);
            }
            catch (RouteurException e)
            {
                throw exchange.ForCaller(e);
            }
            catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested || callerToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, cancellationToken.IsCancellationRequested ? cancellationToken : callerToken);
            }
        }
    }

    public static RouteurException TooLarge(Exchange exchange, long maxBytes) => new(
        RouteurErrorCode.InvalidResponse,
        $"The payload archive is larger than {maxBytes.ToString(CultureInfo.InvariantCulture)} bytes, the most that this call reads (maxBytes).",
        exchange.Response);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
            exchange.Dispose();
            stop.Dispose();
        }

        base.Dispose(disposing);
    }
}
