namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>What the simulated model has to say: a text, or calls of tools, and what it thinks before.</summary>
internal sealed record SimulatedAnswer(string Text)
{
    public string? Reasoning { get; init; }

    public IReadOnlyList<SimulatedToolCall> ToolCalls { get; init; } = [];
}
