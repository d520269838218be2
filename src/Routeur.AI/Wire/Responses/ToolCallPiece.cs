namespace Routeur.AI.Wire;

/// <summary>What one entry of <c>tool_calls</c> says: a whole call, or a piece of one. Null where it says nothing.</summary>
/// <param name="Index">The position of the call that it belongs to.</param>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">The arguments' JSON text, or a piece of it; half surrogate pairs are kept.</param>
/// <param name="ArgumentsAreWhole">The arguments came as a JSON object, so nothing can follow.</param>
internal readonly record struct ToolCallPiece(long? Index, string? Id, string? Name, string? Arguments, bool ArgumentsAreWhole);
