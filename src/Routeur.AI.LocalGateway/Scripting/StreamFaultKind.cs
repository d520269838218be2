namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>The ways in which an answer breaks.</summary>
internal enum StreamFaultKind
{
    /// <summary>The connection is cut.</summary>
    Cut,

    /// <summary>Nothing comes any more.</summary>
    Stall,

    /// <summary>The body ends properly, the answer in it does not.</summary>
    Truncate,

    /// <summary>The last event is an error.</summary>
    ErrorEvent,

    /// <summary>Something in between is no JSON; the rest follows.</summary>
    Garbage,
}
