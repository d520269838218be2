using System.ClientModel.Primitives;

namespace Routeur.AI.Wire;

/// <summary>What a reader needs to know about the exchange besides the bytes.</summary>
/// <param name="Response">The answer's status and headers.</param>
/// <param name="TimeProvider">The clock of the call.</param>
/// <param name="OutputAudioMediaType">The media type of audio in the answer, from the format that was asked for.</param>
internal sealed record ChatReadContext(PipelineResponse Response, TimeProvider TimeProvider, string OutputAudioMediaType = "audio/mpeg");
