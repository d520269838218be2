namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>Where an answer breaks, and whether the connection is cut there or goes silent.</summary>
internal sealed record StreamFault(int AfterChunks, bool Cuts);
