namespace Routeur.AI.LocalGateway.Archive;

/// <summary>The four views of one request [/guides/traces]. A layer that there is nothing of (a blocked request has no upstream) is null.</summary>
internal sealed class PayloadArchive(int layerBytes)
{
    private volatile PayloadLayer? _callerRequest;
    private volatile PayloadLayer? _upstreamRequest;
    private volatile PayloadLayer? _upstreamResponse;

    /// <summary>How much of each layer is kept.</summary>
    public int LayerBytes => layerBytes;

    public PayloadLayer? CallerRequest => _callerRequest;

    public PayloadLayer? UpstreamRequest => _upstreamRequest;

    public PayloadLayer? UpstreamResponse => _upstreamResponse;

    /// <summary>It grows while the answer goes out.</summary>
    public PayloadLayer CallerResponse { get; } = new(layerBytes);

    public long Size => (CallerRequest?.Size ?? 0) + (UpstreamRequest?.Size ?? 0) + (UpstreamResponse?.Size ?? 0) + CallerResponse.Size;

    public void KeepCallerRequest(ReadOnlySpan<byte> body) => _callerRequest = Layer(body);

    public void KeepUpstreamRequest(ReadOnlySpan<byte> body) => _upstreamRequest = Layer(body);

    public void KeepUpstreamResponse(ReadOnlySpan<byte> body) => _upstreamResponse = Layer(body);

    private PayloadLayer Layer(ReadOnlySpan<byte> body)
    {
        var layer = new PayloadLayer(layerBytes);
        layer.Append(body);
        return layer;
    }
}
