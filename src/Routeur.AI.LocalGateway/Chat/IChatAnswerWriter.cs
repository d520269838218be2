using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>Brings an answer to the caller, whole or piece by piece.</summary>
internal interface IChatAnswerWriter
{
    /// <summary>The next piece has come; <see cref="ChatAnswer"/> has taken it in already.</summary>
    Task WriteAsync(UpstreamDelta delta);

    /// <summary>The answer is complete.</summary>
    Task FinishAsync();

    /// <summary>The answer ends here, unfinished, and the connection stays sound: a script wants it so.</summary>
    Task BreakOffAsync();
}
