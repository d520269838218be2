namespace Routeur.AI.LocalGateway.Http;

/// <summary>A script wants the connection cut here.</summary>
internal sealed class ConnectionCutException() : Exception("A scripted reply cuts the connection.");
