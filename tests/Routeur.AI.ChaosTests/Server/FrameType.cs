namespace Routeur.AI.ChaosTests.Server;

/// <summary>The types of HTTP/2 frames that the server sends or has to answer [RFC 9113, section 6].</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
}
