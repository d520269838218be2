using System.Net.Security;
using System.Net.Sockets;
using Routeur.AI.ChaosTests.Server;
using static Routeur.AI.ChaosTests.Faults.Expected;

namespace Routeur.AI.ChaosTests.Faults;

/// <summary>There is no connection, or none that can be trusted.</summary>
internal static class ConnectFaults
{
    private static readonly Expected Whole = Timeout(nameof(RouteurOptions.ResponseTimeout));
    private static readonly Expected NobodyThere = NoConnection.Saying("RouteurOptions.Endpoint");
    private static readonly Expected FirstByte = Timeout(nameof(RouteurOptions.StreamFirstByteTimeout));

    // It strikes whatever the machine is busy with: what it waits for never comes.
    private static readonly TimeSpan ShortConnectTimeout = TimeSpan.FromMilliseconds(25);

    public static IEnumerable<Fault> All =>
    [
        new("no such host", "The name cannot be resolved.", Nobody, NobodyThere, NobodyThere)
        {
            Handler = static _ => new SocketsHttpHandler { ConnectCallback = static (_, _) => throw new SocketException((int)SocketError.HostNotFound) },
            UncountedAttempts = true,
        },
        new("refused", "Nobody listens on the port.", Nobody, NobodyThere, NobodyThere) { Listening = Listening.Refusing, UncountedAttempts = true },
        new("not accepted", "The connection is never accepted.", Nobody, ConnectTimeout, ConnectTimeout)
        {
            Listening = Listening.Deaf, ConnectTimeout = ShortConnectTimeout, UncountedAttempts = true,
        },
        new("self-signed certificate", "The server's certificate is not trusted.", RefusedCertificate, Untrusted.Saying("certificate"), Untrusted.Saying("certificate"))
        {
            Scheme = Uri.UriSchemeHttps,
        },
        new("no TLS", "The server of an https address does not speak TLS.", NoTls, Untrusted.Saying("does not speak TLS"), Untrusted.Saying("does not speak TLS")) { Scheme = Uri.UriSchemeHttps },
        new("reset in the TLS handshake", "The connection is reset before it is encrypted.", ResetInHandshake, NoConnection, NoConnection) { Scheme = Uri.UriSchemeHttps },
        new("end in the TLS handshake", "The server closes the connection before it is encrypted.", EndInHandshake, NoConnection, NoConnection) { Scheme = Uri.UriSchemeHttps },
        new("silence in the TLS handshake", "The server never answers the handshake.", SilentInHandshake, ConnectTimeout, ConnectTimeout)
        {
            // A time-out may strike before the connection is accepted.
            Scheme = Uri.UriSchemeHttps, ConnectTimeout = ShortConnectTimeout, UncountedAttempts = true,
        },
        new("silence while connecting", "A transport of your own has no time-out for opening connections.", Nobody, Whole, FirstByte)
        {
            Stalls = true, ClientPerCall = true, Handler = ObservedConnect.Never, UncountedAttempts = true,
        },
        new("silence in the TLS handshake, own transport", "A transport of your own has no time-out for the handshake.", SilentInHandshake, Whole, FirstByte)
        {
            Stalls = true, ClientPerCall = true, Handler = ObservedConnect.Connected, Scheme = Uri.UriSchemeHttps, UncountedAttempts = true,
        },
    ];

    private static Task Nobody(RawConnection connection) => throw new InvalidOperationException("Nobody can have come this far.");

    private static async Task RefusedCertificate(RawConnection connection)
    {
        connection.CountAttempt();
        using var tls = new SslStream(connection.OpenStream());
        try
        {
            await tls.AuthenticateAsServerAsync(SelfSigned.Certificate);

            // TLS 1.3: the server is done before the client has looked.
            await tls.CopyToAsync(Stream.Null);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
        }

        await connection.DrainAsync();
    }

    private static async Task NoTls(RawConnection connection)
    {
        connection.CountAttempt();
        await connection.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        await connection.EndAsync();
    }

    private static async Task ResetInHandshake(RawConnection connection)
    {
        connection.CountAttempt();
        await connection.ReadSomeAsync();
        connection.Reset();
    }

    private static async Task EndInHandshake(RawConnection connection)
    {
        connection.CountAttempt();
        await connection.EndAsync();
    }

    private static Task SilentInHandshake(RawConnection connection) => connection.DrainAsync();
}
