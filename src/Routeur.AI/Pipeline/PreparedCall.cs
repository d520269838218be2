namespace Routeur.AI.Pipeline;

/// <summary>Everything that is fixed before a call is sent.</summary>
/// <param name="Body">The request's body.</param>
/// <param name="Decision">Where it goes.</param>
/// <param name="Settings">The settings in force when the call was made.</param>
/// <param name="Stream">Whether the answer is to be streamed.</param>
/// <param name="OutputAudioMediaType">What audio in the answer would be.</param>
/// <param name="MaxOutputTokens">The cap on output tokens that is sent.</param>
internal sealed record PreparedCall(
    BinaryData Body, RouteurDecision Decision, RouteurSettings Settings, bool Stream, string OutputAudioMediaType, int? MaxOutputTokens)
{
    /// <summary>Whether it is sent only when another target has failed.</summary>
    public bool IsFallback { get; init; }

    /// <summary>The same call to the target that comes next when this one fails; null when none does.</summary>
    public PreparedCall? Next { get; init; }
}
