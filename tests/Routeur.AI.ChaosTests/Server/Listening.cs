namespace Routeur.AI.ChaosTests.Server;

/// <summary>What becomes of a connection that a client asks for.</summary>
internal enum Listening
{
    /// <summary>It is accepted.</summary>
    Accepting,

    /// <summary>It is refused: the port is taken, but nobody listens.</summary>
    Refusing,

    /// <summary>Nothing: the queue of those who wait to be accepted is full. Linux leaves what comes then unanswered.</summary>
    Deaf,
}
