using System.ClientModel.Primitives;

namespace Routeur.AI.Pipeline;

/// <summary>
/// Gives messages of the official client what ours bring along: the settings in force when the call starts. The official client was
/// built with the first endpoint; when the endpoint has changed since, its requests are moved to the new one.
/// </summary>
internal sealed class SettingsPolicy(Func<RouteurSettings> settings, Uri firstEndpoint) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Prepare(message);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Prepare(message);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Prepare(PipelineMessage message)
    {
        if (CallState.Of(message) is not null)
        {
            return;
        }

        RouteurSettings current = settings();
        new CallState(current).Attach(message);

        if (!ReferenceEquals(current.Endpoint, firstEndpoint) && message.Request.Uri is { } uri &&
            uri.AbsoluteUri.StartsWith(firstEndpoint.AbsoluteUri, StringComparison.Ordinal))
        {
            message.Request.Uri = new Uri(current.Endpoint.AbsoluteUri + uri.AbsoluteUri[firstEndpoint.AbsoluteUri.Length..]);
        }
    }
}
