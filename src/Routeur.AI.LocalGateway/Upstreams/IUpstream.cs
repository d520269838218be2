namespace Routeur.AI.LocalGateway.Upstreams;

/// <summary>A provider as the gateway sees it. Everything behind this interface knows nothing of HTTP, keys, rules and traces.</summary>
internal interface IUpstream
{
    /// <summary>Answers, piece by piece. The token means that nobody waits for the answer any more.</summary>
    IAsyncEnumerable<UpstreamDelta> CompleteAsync(UpstreamRequest request, CancellationToken cancellationToken);
}
