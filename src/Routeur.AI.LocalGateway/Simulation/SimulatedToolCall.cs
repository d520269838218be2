namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>A call of a tool; the arguments are JSON text, unless a script wants them broken.</summary>
internal sealed record SimulatedToolCall(string Name, string Arguments);
