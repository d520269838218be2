using System.ClientModel;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Routeur.AI.Errors;

/// <summary>Names what the transport, and what the user puts before it, throws instead of answering: mostly connection failures and time-outs, status 0.</summary>
internal static class TransportErrors
{
    private const string RequestWasSent = nameof(RouteurException.RequestWasSent);

    /// <summary>
    /// The exception to throw instead of <paramref name="exception"/>; null when it leaves as it is: ours already, or a mistake in a handler
    /// or policy of the user's (the rest of the <see cref="SystemException"/>s), which must not look like a failure of the service.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="uri">Where the request was to go.</param>
    /// <param name="setting">Where the address was set; null when the service gave it.</param>
    /// <param name="now">The time against which a <c>Retry-After</c> date is read.</param>
    public static RouteurException? Translate(Exception exception, Uri? uri, string? setting, DateTimeOffset now)
    {
        // HttpClientPipelineTransport wraps HttpRequestException in a ClientResultException without a response.
        Exception cause = exception is ClientResultException { Status: 0, InnerException: { } inner } and not RouteurException ? inner : exception;
        return cause switch
        {
            RouteurException => null,
            ClientResultException { Status: not 0 } refusal => ErrorEnvelope.Refused(refusal, now),
            OperationCanceledException { InnerException: TimeoutException timeout } when IsConnectTimeout(timeout) =>
                Timeout(nameof(RouteurOptions) + "." + nameof(RouteurOptions.ConnectTimeout), $"No connection to {Host(uri)} within the connect time-out", exception, requestWasSent: false),
            OperationCanceledException =>
                Timeout("the HTTP time-out", $"{Host(uri)} did not answer in time", exception, requestWasSent: true),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => NotHttp(cause, uri),
            HttpRequestException or IOException or SocketException or AuthenticationException or InvalidDataException => Connection(cause, uri, setting),

            // What handlers in between throw, Polly's time-outs and open circuits for example. Nobody knows what happened to the request.
            TimeoutException => Timeout("a handler's time-out", $"{Host(uri)} did not answer in time", exception, requestWasSent: true),
            SystemException => null,
            _ when cause.GetType().Name.Contains("Timeout", StringComparison.Ordinal) =>
                Timeout("a handler's time-out", $"{Host(uri)} did not answer in time", exception, requestWasSent: true),
            _ => new RouteurException(RouteurErrorCode.ConnectionFailed, Secrets.Hide($"The request to {Host(uri)} was not sent or not answered: {cause.Message}"), response: null, cause),
        };
    }

    /// <summary>One of our time-outs struck.</summary>
    /// <param name="setting">Its name.</param>
    /// <param name="problem">What did not happen in time.</param>
    /// <param name="innerException">How the transport noticed.</param>
    /// <param name="requestWasSent">Whether the service may have begun to work, and to bill.</param>
    /// <param name="isFinal">Whether there is no time left for another attempt.</param>
    public static RouteurException Timeout(string setting, string problem, Exception? innerException, bool requestWasSent, bool isFinal = false) =>
        new(RouteurErrorCode.Timeout, $"{problem} ({setting}).", response: null, innerException)
        {
            IsTransient = true,
            RequestWasSent = requestWasSent,
            IsFinal = isFinal,
        };

    /// <summary>The client was disposed under a running call.</summary>
    /// <param name="requestWasSent">Whether the service may have begun to work, and to bill.</param>
    public static ObjectDisposedException ClientDisposed(bool requestWasSent) =>
        new(typeof(RouteurClient).FullName, "The client was disposed while the call was under way.") { Data = { [RequestWasSent] = requestWasSent } };

    /// <summary>What <see cref="ClientDisposed"/> was told; false for a client that was disposed before the call.</summary>
    public static bool WasSent(ObjectDisposedException exception) => exception.Data[RequestWasSent] is true;

    /// <summary>Whether the request certainly never arrived: there was no connection to send it on.</summary>
    public static bool NeverReachedTheService(Exception exception) => exception switch
    {
        RouteurException { Status: not 0 } => false,
        RouteurException { InnerException: HttpRequestException http } =>
            http.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or
                HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        RouteurException error => error.ErrorCode == RouteurErrorCode.Timeout && !error.RequestWasSent,
        _ => false,
    };

    private static RouteurException Connection(Exception cause, Uri? uri, string? setting)
    {
        // SecureConnectionError alone says no more than "during the handshake": a reset is that too, and is worth another attempt.
        var refusal = cause as AuthenticationException ?? cause.InnerException as AuthenticationException;
        string reason = WithoutAddress(Reason(cause), uri);
        string check = setting is null ? "" : $" Check {setting}.";
        string hint =
            refusal is null ? NobodyIsThere(cause, uri) ? check : "" :
            refusal.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) ? " The server's certificate was not accepted; Routeur.AI does not bypass that." :
            $" The server does not speak TLS on this port, or not as this machine does.{check}";
        return new RouteurException(
            RouteurErrorCode.ConnectionFailed,
            Secrets.Hide($"The connection to {Host(uri)} failed: {(hint.Length > 0 ? reason.TrimEnd('.') + "." : reason)}{hint}"),
            response: null,
            cause)
        {
            IsTransient = refusal is null,
        };
    }

    // There was a connection, and an answer on it. Asking again would get the same one, and may be billed again.
    private static RouteurException NotHttp(Exception cause, Uri? uri) => new(
        RouteurErrorCode.InvalidResponse,
        Secrets.Hide($"What {Host(uri)} answered cannot be understood as HTTP: {WithoutAddress(Reason(cause), uri)}"),
        response: null,
        cause);

    // HttpClient's own sentence is often no more than "see inner exception".
    private static string Reason(Exception cause) =>
        cause.InnerException is { } inner && !cause.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{cause.Message} {inner.Message}" : cause.Message;

    // A wrong host or port, rather than a proxy's, or a network in trouble.
    private static bool NobodyIsThere(Exception cause, Uri? uri) =>
        uri?.Host != RouteurOptions.DefaultEndpoint.Host && cause.Message.EndsWith(Address(uri), StringComparison.OrdinalIgnoreCase) && IsRefused(cause);

    private static bool IsRefused(Exception cause) =>
        cause is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ||
        (cause as SocketException ?? cause.InnerException as SocketException) is { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound };

    // SocketsHttpHandler reports its ConnectTimeout this way and no other.
    private static bool IsConnectTimeout(TimeoutException exception) =>
        exception.Message.Contains("ConnectTimeout", StringComparison.Ordinal);

    // SocketsHttpHandler ends its messages with host and port. Those of a proxy stay: ours does not say them.
    private static string WithoutAddress(string message, Uri? uri)
    {
        string address = Address(uri);
        return address.Length > 0 && message.EndsWith(address, StringComparison.OrdinalIgnoreCase) ? message[..^address.Length] : message;
    }

    private static string Address(Uri? uri) => uri is null ? "" : $" ({uri.IdnHost}:{uri.Port.ToString(CultureInfo.InvariantCulture)})";

    private static string Host(Uri? uri) => uri is null ? "the service" : uri.Authority;
}
