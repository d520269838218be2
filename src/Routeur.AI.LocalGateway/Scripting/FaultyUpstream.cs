using System.Runtime.CompilerServices;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>Another upstream that breaks in the middle. Each piece of an answer is one event of a stream.</summary>
internal sealed class FaultyUpstream(IUpstream inner, StreamFault fault, GatewayPause pause) : IUpstream
{
    public async IAsyncEnumerable<UpstreamDelta> CompleteAsync(
        UpstreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!request.Stream && fault.WhenPlain is { } refusal)
        {
            throw refusal;
        }

        // An answer that is not streamed must be whole before half of it can be sent.
        int pieces = fault.Kind == StreamFaultKind.Truncate && !request.Stream ? int.MaxValue : fault.AfterChunks;
        int chunks = 0;
        TokenUsage usage = default;
        await foreach (UpstreamDelta delta in inner.CompleteAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (chunks++ == pieces)
            {
                if (fault.Kind != StreamFaultKind.Garbage)
                {
                    break;
                }

                yield return new UpstreamDelta { Verbatim = fault.Content, Usage = usage };
            }

            usage = delta.Usage;
            yield return delta;
        }

        if (fault.Kind == StreamFaultKind.ErrorEvent || (fault.Kind == StreamFaultKind.Garbage && chunks <= pieces))
        {
            yield return new UpstreamDelta { Verbatim = fault.Content, Usage = usage };
        }

        if (fault.Kind == StreamFaultKind.Stall)
        {
            await pause.WaitAsync(GatewayPause.Endless, cancellationToken).ConfigureAwait(false);
        }

        switch (fault.Kind)
        {
            case StreamFaultKind.Cut or StreamFaultKind.Stall:
                throw new ConnectionCutException();
            case StreamFaultKind.Truncate or StreamFaultKind.ErrorEvent:
                throw new AnswerBrokenOffException();
        }
    }
}
