using System.ClientModel.Primitives;
using System.Globalization;
using System.Runtime.CompilerServices;
using Routeur.AI.Errors;
using Routeur.AI.Resilience;

namespace Routeur.AI.Pipeline;

/// <summary>
/// The body of an answer on the call's clock: reading fails with a <see cref="RouteurException"/>, with the caller's own cancellation, or
/// because the client was disposed, never with what the transport throws. For asynchronous reading by one reader.
/// </summary>
internal sealed class AnswerStream(PipelineResponse response, ExchangeClock clock) : ReadingStream
{
    private readonly Stream _network = response.ContentStream ?? Null;
    private long _received;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (clock.IsOver)
        {
            return ValueTask.FromException<int>(clock.ToException());
        }

        ValueTask<int> reading;
        try
        {
            reading = _network.ReadAsync(buffer, clock.Token);
        }
        catch (Exception e)
        {
            reading = ValueTask.FromException<int>(e);
        }

        // Bytes that are here already need no timer and no state machine; both together cost more than parsing a chunk.
        return reading.IsCompletedSuccessfully ? new(Take(reading.Result)) : WaitAsync(reading);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _network.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> reading)
    {
        try
        {
            clock.Resume();
            return Take(await reading.ConfigureAwait(false));
        }
        catch (Exception e) when (clock.Token.IsCancellationRequested)
        {
            throw clock.ToException(e);
        }
        catch (Exception e)
        {
            // Sockets, TLS, decompression and handlers in between each have exceptions of their own; to the caller they are one.
            throw ErrorEnvelope.StreamInterrupted(
                response,
                $"The answer broke off after {_received.ToString(CultureInfo.InvariantCulture)} bytes: {e.Message}",
                e);
        }
    }

    private int Take(int read)
    {
        clock.Pause(arrived: read > 0);
        _received += read;
        return read;
    }
}
