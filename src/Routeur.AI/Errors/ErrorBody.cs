using System.ClientModel.Primitives;
using Routeur.AI.Resilience;

namespace Routeur.AI.Errors;

/// <summary>Reads the body of an error answer: its first 64 KB, once, whoever asks first.</summary>
internal static class ErrorBody
{
    /// <summary>Reads the beginning of the body and puts it in the place of the network stream, so that the response stays readable.</summary>
    /// <remarks>A body that breaks off still counts as far as it came: the status matters more than its text.</remarks>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(PipelineMessage message, bool async)
    {
        PipelineResponse response = message.Response!;
        if (response.ContentStream is not { } stream)
        {
            return default;
        }

        if (stream is MemoryStream)
        {
            // Buffered already: by the SDK, or by an earlier call of this method.
            return response.Content.ToMemory();
        }

        byte[] buffer = new byte[4096];
        int length = 0;
        CancellationToken token = TokenOf(message);

        // A synchronous read sees no token; it ends when its stream is closed.
        using CancellationTokenRegistration closing = async ? default : token.UnsafeRegister(static read => ((Stream)read!).Dispose(), stream);
        try
        {
            while (length < ErrorEnvelope.MaxBodyBytes)
            {
                token.ThrowIfCancellationRequested();
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                int read = async
                    ? await stream.ReadAsync(buffer.AsMemory(length), token).ConfigureAwait(false)
                    : stream.Read(buffer, length, buffer.Length - length);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (Exception e) when (message.CancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The call was cancelled.", e, message.CancellationToken);
        }
        catch (Exception)
        {
            // The status is known and is the error; what is missing of its text is not worth another one.
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            response.ContentStream = new MemoryStream(buffer, 0, length, writable: false, publiclyVisible: true);
        }

        return buffer.AsMemory(0, length);
    }

    // The attempt's clock goes on while its error body is read.
    private static CancellationToken TokenOf(PipelineMessage message) =>
        message.TryGetProperty(typeof(ExchangeClock), out object? clock) ? ((ExchangeClock)clock!).Token : message.CancellationToken;
}
