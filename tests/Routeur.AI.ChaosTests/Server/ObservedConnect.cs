using System.Globalization;
using System.Net.Sockets;

namespace Routeur.AI.ChaosTests.Server;

/// <summary>How a transport of the user's opens connections: it tells the server which call it does that for.</summary>
internal static class ObservedConnect
{
    /// <summary>A transport whose connections are never opened.</summary>
    public static SocketsHttpHandler Never(IFaultServer server) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            server.NoteStall(Call(context));
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It never ends.");
        },
    };

    /// <summary>A transport that opens connections; what follows is up to the server.</summary>
    public static SocketsHttpHandler Connected(IFaultServer server) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            server.NoteStall(Call(context));
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private static int Call(SocketsHttpConnectionContext context) =>
        int.Parse(context.InitialRequestMessage.Headers.GetValues("Routeur-Model").Single()["call-".Length..], CultureInfo.InvariantCulture);
}
