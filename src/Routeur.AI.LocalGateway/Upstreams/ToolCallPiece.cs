namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>A piece of a tool call: id and name come with the first one only, the arguments in as many as the upstream likes.</summary>
internal sealed record ToolCallPiece(int Index, string? Id, string? Name, string Arguments);
