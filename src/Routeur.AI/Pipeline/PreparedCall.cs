namespace Routeur.AI.Pipeline;

/// <summary>Everything that is fixed before a call is sent.</summary>
internal sealed record PreparedCall(BinaryData Body, RouteurDecision Decision, RouteurSettings Settings, bool Stream);
