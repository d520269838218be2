using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>Fails in a way that nobody has foreseen.</summary>
internal sealed class BrokenUpstream : IUpstream
{
    public IAsyncEnumerable<UpstreamDelta> CompleteAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        throw new InvalidTimeZoneException("unforeseen");
}
