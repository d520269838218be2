using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Routeur.AI.Errors;
using Routeur.AI.Management;
using Routeur.AI.Pipeline;

namespace Routeur.AI;

/// <summary>
/// The payload archive of a call, still on the network [/guides/traces]. It holds the prompt as it was before any redaction. Dispose it; for
/// one reader at a time.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TracePayload : IDisposable, IAsyncDisposable
{
    /// <summary>The most that is read of an archive when nothing else is asked for: 64 MiB.</summary>
    public const long DefaultMaxBytes = 64 * 1024 * 1024;

    private readonly Exchange _exchange;
    private readonly long _maxBytes;

    internal TracePayload(Exchange exchange, CancellationTokenSource stop, long maxBytes, CancellationToken callerToken)
    {
        _exchange = exchange;
        _maxBytes = maxBytes;
        ContentType = exchange.Response.Headers.TryGetValue("Content-Type", out string? type) ? type : null;
        ContentLength = exchange.Response.Headers.TryGetValue("Content-Length", out string? text) &&
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : null;
        if (ContentLength > maxBytes)
        {
            throw PayloadStream.TooLarge(exchange, maxBytes);
        }

        Content = new PayloadStream(exchange, stop, maxBytes, callerToken);
    }

    /// <summary>
    /// The archive's bytes as the host sends them; their format is not documented. Asynchronous reading only. Reading fails with a
    /// <see cref="RouteurException"/>: when the limit is passed (<see cref="RouteurErrorCode.InvalidResponse"/>), a time-out strikes, or the
    /// connection breaks. A read that is cancelled ends the download.
    /// </summary>
    public Stream Content { get; }

    /// <summary>The content type, if the host told it.</summary>
    public string? ContentType { get; }

    /// <summary>The length in bytes, if the host told it.</summary>
    public long? ContentLength { get; }

    /// <summary>Reads the whole archive and takes it apart. Nothing may have been read from <see cref="Content"/> before.</summary>
    /// <remarks>
    /// The format is not documented. Our reading: one JSON object with the four layers as members, or a ZIP file with one file for each;
    /// either may be compressed with gzip. The limit of the download holds for what is unpacked, too.
    /// </remarks>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RouteurException">
    /// <see cref="RouteurErrorCode.InvalidResponse"/>: the archive is none of these, and nothing of it is repeated in the message; or reading failed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.OurReading)]
    public async Task<PayloadLayers> ReadLayersAsync(CancellationToken cancellationToken = default)
    {
        using var archive = new MemoryStream();
        try
        {
            await Content.CopyToAsync(archive, cancellationToken).ConfigureAwait(false);
            return PayloadArchive.Read(archive.GetBuffer().AsMemory(0, (int)archive.Length), _maxBytes);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The IOException is the memory stream's: it holds 2 GiB. What Content throws is typed.
            throw _exchange.ForCaller(new RouteurException(
                RouteurErrorCode.InvalidResponse,
                $"The payload archive cannot be read as four layers: {e.Message} (content type {Secrets.Hide(Excerpt.Cut(ContentType ?? "none", Excerpt.MaxWordChars))}). " +
                $"Its bytes can be had from {nameof(Content)}.",
                _exchange.Response));
        }
    }

    /// <summary>Type and length; never the address.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"TracePayload {{ ContentType = {ContentType}, ContentLength = {ContentLength} }}");

    /// <summary>Releases the connection.</summary>
    public void Dispose() => Content.Dispose();

    /// <summary>Releases the connection.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
