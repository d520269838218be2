using System.Runtime.CompilerServices;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>Another upstream that breaks in the middle. Each piece of an answer is one event of a stream.</summary>
internal sealed class FaultyUpstream(IUpstream inner, StreamFault fault, CancellationToken stopping) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int chunks = 0;
        await foreach (UpstreamDelta delta in inner.CompleteAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (chunks == fault.AfterChunks)
            {
                break;
            }

            chunks++;
            yield return delta;
        }

        if (!fault.Cuts)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        throw new ConnectionCutException();
    }
}
