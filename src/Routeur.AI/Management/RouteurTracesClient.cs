using System.Diagnostics.CodeAnalysis;
using Routeur.AI.Management;

namespace Routeur.AI;

/// <summary>
/// The records of past calls. Get it from <see cref="RouteurClient.Traces"/>; it is thread-safe and lives as long as its client.
/// </summary>
public sealed class RouteurTracesClient
{
    private readonly ManagementCalls _calls;
    private readonly PayloadHost _payloads;

    internal RouteurTracesClient(ManagementCalls calls, PayloadHost payloads) => (_calls, _payloads) = (calls, payloads);

    /// <summary>
    /// Gets a trace (<c>GET /v1/traces/{request_id}</c>, Preview), with a fresh <see cref="RouteurTrace.PayloadUrl"/>
    /// [/api-reference/traces/retrieve].
    /// </summary>
    /// <param name="requestId">The call's <see cref="RouteurTrace.RequestId"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="requestId"/> is null, empty, or holds what no id holds (<c>/</c>, <c>..</c>, <c>?</c>, …).
    /// </exception>
    /// <exception cref="RouteurException">
    /// The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such trace. How soon after its answer a call's
    /// trace can be read is not documented.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.Preview)]
    public Task<RouteurTrace> GetAsync(string requestId, CancellationToken cancellationToken = default) =>
        _calls.ReadAsync(OnTrace("GET", requestId), RouteurTrace.FromRecord, cancellationToken);

    /// <summary>
    /// Asks about a trace without getting it (<c>HEAD /v1/traces/{request_id}</c>, Preview) [/api-reference/traces/inspect].
    /// </summary>
    /// <inheritdoc cref="GetAsync"/>
    [Experimental(ExperimentalIds.Preview)]
    public Task<TraceInspection> InspectAsync(string requestId, CancellationToken cancellationToken = default) =>
        _calls.ReadHeadersAsync(OnTrace("HEAD", requestId), static headers => new TraceInspection(headers), cancellationToken);

    /// <summary>Gets a trace and opens the archive that it points to [/guides/traces].</summary>
    /// <remarks>
    /// <para>The archive is fetched from another host, with neither key nor Routeur headers, over <c>https</c> (or <c>http</c> to a loopback
    /// address), and without following redirects. The time-outs of streams hold: <see cref="RouteurOptions.StreamFirstByteTimeout"/> and
    /// <see cref="RouteurOptions.StreamIdleTimeout"/>. It does not use a transport or <see cref="HttpClient"/> of your own.</para>
    /// <para>The archive holds the prompt as it was before any redaction. Keep it, and its address, out of logs.</para>
    /// </remarks>
    /// <param name="requestId">The call's <see cref="RouteurTrace.RequestId"/>.</param>
    /// <param name="maxBytes">The most that is read. Default: 64 MiB. Range: 1 and more.</param>
    /// <param name="cancellationToken">Stops the call, also while the archive is read.</param>
    /// <returns>The archive, still on the network: dispose it.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="requestId"/> is null, empty, or holds what no id holds; or <paramref name="maxBytes"/> is less than 1.
    /// </exception>
    /// <exception cref="RouteurException">
    /// The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such trace, or it has no archive because payload storage is off.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.Preview)]
    public Task<TracePayload> DownloadPayloadAsync(
        string requestId, long maxBytes = TracePayload.DefaultMaxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        return DownloadAsync(requestId, GetAsync(requestId, cancellationToken), maxBytes, cancellationToken);
    }

    /// <summary>Opens the archive at an address that a trace has told.</summary>
    /// <remarks><inheritdoc cref="DownloadPayloadAsync(string, long, CancellationToken)" path="/remarks/node()"/></remarks>
    /// <param name="payloadUrl">
    /// <see cref="RouteurTrace.PayloadUrl"/> or <see cref="TraceInspection.PayloadUrl"/>. It is short-lived.
    /// </param>
    /// <param name="maxBytes">The most that is read. Default: 64 MiB. Range: 1 and more.</param>
    /// <param name="cancellationToken">Stops the call, also while the archive is read.</param>
    /// <returns>The archive, still on the network: dispose it.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="payloadUrl"/> is null, not absolute, or neither <c>https</c> nor <c>http</c> to a loopback address; or
    /// <paramref name="maxBytes"/> is less than 1.
    /// </exception>
    /// <exception cref="RouteurException">The call failed; the message says so when the address has probably expired.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.Preview)]
    public Task<TracePayload> DownloadPayloadFromAsync(
        Uri payloadUrl, long maxBytes = TracePayload.DefaultMaxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payloadUrl);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        if (PayloadHost.FindProblem(payloadUrl) is { } problem)
        {
            throw new ArgumentException(problem, nameof(payloadUrl));
        }

        return _payloads.OpenAsync(payloadUrl, maxBytes, cancellationToken);
    }

    private async Task<TracePayload> DownloadAsync(string requestId, Task<RouteurTrace> trace, long maxBytes, CancellationToken cancellationToken)
    {
        Uri address = (await trace.ConfigureAwait(false)).PayloadUrl ?? throw new RouteurException(
            RouteurErrorCode.NotFound, $"The trace \"{requestId}\" has no payload archive. Payload storage is switched on in the account.");
        if (PayloadHost.FindProblem(address) is { } problem)
        {
            throw new RouteurException(RouteurErrorCode.InvalidResponse, $"The trace \"{requestId}\" points to an archive that is not fetched: {problem}");
        }

        return await _payloads.OpenAsync(address, maxBytes, cancellationToken).ConfigureAwait(false);
    }

    private static ManagementRequest OnTrace(string method, string requestId) =>
        new(method, $"{ManagementNames.Traces}/{ResourceId.Escape(requestId, nameof(requestId))}", $"trace \"{requestId}\"");
}
