namespace Routeur.AI.LocalGateway.Policies;

/// <summary>What a rule found in one request or answer: how often, never what.</summary>
internal sealed record PolicyMatch(PolicyRule Rule, int Count, bool TimedOut);
