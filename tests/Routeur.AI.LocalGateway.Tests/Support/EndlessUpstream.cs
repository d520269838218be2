using System.Runtime.CompilerServices;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>Never stops talking by itself, and tells when it was started and stopped.</summary>
internal sealed class EndlessUpstream : IUpstream
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task;

    public Task Stopped => _stopped.Task;

    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return new UpstreamDelta { Text = "and ", Usage = new TokenUsage(1, 1) };
            }
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }
}
