using System.Runtime.CompilerServices;

namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>Another upstream, slower: it pauses before each piece.</summary>
internal sealed class PacedUpstream(IUpstream inner, TimeSpan delay, GatewayPause pause) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UpstreamDelta delta in inner.CompleteAsync(request, cancellationToken).ConfigureAwait(false))
        {
            await pause.WaitAsync(delay, cancellationToken).ConfigureAwait(false);
            yield return delta;
        }
    }
}
