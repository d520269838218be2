namespace Routeur.AI.LocalGateway;

/// <summary>How the gateway's work on a request ended.</summary>
public enum RequestOutcome
{
    /// <summary>An answer was sent, be it a completion or an error.</summary>
    Answered,

    /// <summary>The connection went away before the answer was complete: the client left, or the gateway was disposed.</summary>
    Disconnected,

    /// <summary>A scripted reply cut the connection, or a defect of the gateway did.</summary>
    Cut,
}
