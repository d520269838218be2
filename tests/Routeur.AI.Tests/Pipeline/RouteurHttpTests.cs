using Routeur.AI.Pipeline;

namespace Routeur.AI.Tests.Pipeline;

public class RouteurHttpTests
{
    // How long that takes on the wire is the handler's, on the real clock; the soak counts the connections.
    [Fact]
    public void A_stream_that_is_left_holds_its_connection_for_a_moment_only()
    {
        using SocketsHttpHandler handler = RouteurHttp.CreateHandler(TimeSpan.FromSeconds(10));

        // Not zero: the end mark behind [DONE] may come in a packet of its own, and the connection is to be used again.
        Assert.InRange(handler.ResponseDrainTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(200));
    }
}
