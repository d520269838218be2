using System.Runtime.CompilerServices;

namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>Another upstream, slower: it pauses before each piece, until the gateway stops.</summary>
internal sealed class PacedUpstream(IUpstream inner, TimeSpan delay, TimeProvider time, CancellationToken stopping) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UpstreamDelta delta in inner.CompleteAsync(request, cancellationToken).ConfigureAwait(false))
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            yield return delta;
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        await Task.Delay(delay, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
