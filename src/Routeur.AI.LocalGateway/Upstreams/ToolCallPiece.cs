namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>
/// A piece of a tool call. A name begins the next call, and an id comes with it; pieces without a name go on with the latest one. The
/// index is what the wire says, which need not be true.
/// </summary>
internal sealed record ToolCallPiece(int Index, string? Id, string? Name, string Arguments);
