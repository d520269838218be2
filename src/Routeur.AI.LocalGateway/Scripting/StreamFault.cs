using Routeur.AI.LocalGateway.Http;

namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>Where an answer breaks, and how.</summary>
/// <param name="Kind">How.</param>
/// <param name="AfterChunks">How many pieces come before.</param>
/// <param name="Content">The error of <see cref="StreamFaultKind.ErrorEvent"/>, as JSON, or what <see cref="StreamFaultKind.Garbage"/> is.</param>
/// <param name="WhenPlain">The refusal that an error event is to a caller who wants no stream.</param>
internal sealed record StreamFault(StreamFaultKind Kind, int AfterChunks, string? Content = null, GatewayException? WhenPlain = null);
