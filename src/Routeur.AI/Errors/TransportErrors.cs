using System.ClientModel;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Routeur.AI.Errors;

/// <summary>Names what the transport throws when there is no answer: connection failures and time-outs, status 0.</summary>
internal static class TransportErrors
{
    /// <summary>The exception to throw instead of <paramref name="exception"/>, or null when it is not the transport's.</summary>
    public static RouteurException? Translate(Exception exception, Uri? uri)
    {
        // HttpClientPipelineTransport wraps HttpRequestException in a ClientResultException without a response.
        Exception cause = exception is ClientResultException { Status: 0, InnerException: { } inner } and not RouteurException ? inner : exception;
        return cause switch
        {
            RouteurException => null,
            OperationCanceledException { InnerException: TimeoutException timeout } when IsConnectTimeout(timeout) =>
                Timeout(nameof(RouteurOptions.ConnectTimeout), $"No connection to {Host(uri)} within the connect time-out", exception, requestWasSent: false),
            OperationCanceledException =>
                Timeout("the HTTP time-out", $"{Host(uri)} did not answer in time", exception, requestWasSent: true),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => NotHttp(cause, uri),
            HttpRequestException or IOException or SocketException or AuthenticationException or InvalidDataException => Connection(cause, uri),

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
    public static RouteurException Timeout(string setting, string problem, Exception? innerException, bool requestWasSent) =>
        new(RouteurErrorCode.Timeout, $"{problem} ({setting}).", response: null, innerException)
        {
            IsTransient = true,
            RequestWasSent = requestWasSent,
        };

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

    private static RouteurException Connection(Exception cause, Uri? uri)
    {
        // SecureConnectionError alone says no more than "during the handshake": a reset is that too, and is worth another attempt.
        var refusal = cause as AuthenticationException ?? cause.InnerException as AuthenticationException;
        string hint =
            refusal is null ? "" :
            refusal.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) ? " The server's certificate was not accepted; Routeur.AI does not bypass that." :
            " The server does not speak TLS on this port, or not as this machine does; check RouteurOptions.Endpoint.";
        return new RouteurException(
            RouteurErrorCode.ConnectionFailed,
            Secrets.Hide($"The connection to {Host(uri)} failed: {Reason(cause)}{hint}"),
            response: null,
            cause)
        {
            IsTransient = refusal is null,
        };
    }

    // There was a connection, and an answer on it. Asking again would get the same one, and may be billed again.
    private static RouteurException NotHttp(Exception cause, Uri? uri) => new(
        RouteurErrorCode.InvalidResponse,
        Secrets.Hide($"What {Host(uri)} answered cannot be understood as HTTP: {Reason(cause)}"),
        response: null,
        cause);

    // HttpClient's own sentence is often no more than "see inner exception".
    private static string Reason(Exception cause) =>
        cause.InnerException is { } inner && !cause.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{cause.Message} {inner.Message}" : cause.Message;

    // SocketsHttpHandler reports its ConnectTimeout this way and no other.
    private static bool IsConnectTimeout(TimeoutException exception) =>
        exception.Message.Contains("ConnectTimeout", StringComparison.Ordinal);

    private static string Host(Uri? uri) => uri is null ? "the service" : uri.Authority;
}
