using System.Runtime.CompilerServices;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>Begins to answer, and goes on when so many answers have begun: they are under way at the same time or never end.</summary>
internal sealed class MeetingUpstream(int expected) : IUpstream
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new UpstreamDelta { Text = "We ", Usage = new TokenUsage(1, 1) };
        if (Interlocked.Increment(ref _arrived) == expected)
        {
            _complete.SetResult();
        }

        await _complete.Task.WaitAsync(cancellationToken);
        yield return new UpstreamDelta { Text = "meet", Usage = new TokenUsage(1, 2) };
        yield return new UpstreamDelta { FinishReason = "stop", Usage = new TokenUsage(1, 2) };
    }
}
