using System.ClientModel.Primitives;
using Routeur.AI.Resilience;

namespace Routeur.AI.Pipeline;

/// <summary>
/// Gives messages of the official client what ours bring along: the settings in force when the call starts. The official client was
/// built with the first endpoint; when the endpoint has changed since, its requests are moved to the new one.
/// </summary>
internal sealed class SettingsPolicy(Func<RouteurSettings> settings, Uri firstEndpoint, TimeProvider timeProvider) : PipelinePolicy
{
    // An address without a path ends in a slash all the same.
    private readonly string _firstEndpoint = firstEndpoint.AbsoluteUri.TrimEnd('/');

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
        if (CallState.Of(message) is { } ours)
        {
            // Only here, where ClientPipeline.SendAsync has already looked: System.ClientModel 1.16 puts its SseReconnectingStream around the
            // answer of a message whose Accept names events. That one holds bytes back until a blank line, without a limit and with a string
            // for each line, drops what no blank line ends, and sends (and bills) a POST again that broke off after an event with an id.
            if (ours.AsksForEvents)
            {
                message.Request.Headers.Set("Accept", "text/event-stream, application/json");
            }

            return;
        }

        RouteurSettings current = settings();
        new CallState(current) { Deadline = CallDeadline.Start(timeProvider, current.TotalTimeout) }.Attach(message);

        if (!ReferenceEquals(current.Endpoint, firstEndpoint) && message.Request.Uri is { } uri &&
            uri.AbsoluteUri.StartsWith(_firstEndpoint, StringComparison.Ordinal))
        {
            message.Request.Uri = new Uri(current.Endpoint.AbsoluteUri.TrimEnd('/') + uri.AbsoluteUri[_firstEndpoint.Length..]);
        }
    }
}
