using System.Net;
using System.Net.NetworkInformation;

namespace Routeur.AI.Processes;

/// <summary>
/// The sockets that lead to a server and that their owners hold open. A connection whose other end has closed counts as open until this end
/// closes too.
/// </summary>
internal static class Connections
{
    public static int To(Uri endpoint) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Count(connection =>
        connection.RemoteEndPoint.Port == endpoint.Port && IPAddress.IsLoopback(connection.RemoteEndPoint.Address) &&
        connection.State is TcpState.Established or TcpState.CloseWait or TcpState.SynSent);
}
