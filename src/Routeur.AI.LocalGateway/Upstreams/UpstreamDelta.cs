namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>
/// The next piece of an upstream's answer. The first one says by itself that the upstream has answered and may hold nothing else; one
/// of the last holds the finish reason.
/// </summary>
internal sealed record UpstreamDelta
{
    public string? Text { get; init; }

    /// <summary>What a reasoning model thinks aloud (<c>reasoning_content</c>), ahead of its text.</summary>
    public string? Reasoning { get; init; }

    public ToolCallPiece? ToolCall { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>A scripted reply's own words instead of a chunk: an event's data in a stream, the whole body of a plain answer.</summary>
    public string? Verbatim { get; init; }

    /// <summary>The usage up to and including this piece: a running total.</summary>
    public required TokenUsage Usage { get; init; }
}
