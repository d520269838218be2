namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>What the simulated model has to say: a text, or a call of one tool.</summary>
internal sealed record SimulatedAnswer(string Text, string? ToolName = null)
{
    /// <summary>Whether <see cref="Text"/> is the arguments of a tool call.</summary>
    public bool IsToolCall => ToolName is not null;
}
