namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>
/// The next piece of an upstream's answer. The first one says by itself that the upstream has answered and may hold nothing else; one
/// of the last holds the finish reason.
/// </summary>
internal sealed record UpstreamDelta
{
    public string? Text { get; init; }

    public ToolCallPiece? ToolCall { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>The usage up to and including this piece: a running total.</summary>
    public required TokenUsage Usage { get; init; }
}
