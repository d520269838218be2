using System.ClientModel.Primitives;

namespace Routeur.AI.Tests.Support;

/// <summary>A successful answer that holds on to the stream that it is given, and to the bytes in it, instead of copying them.</summary>
internal sealed class KeepingResponse(Stream network) : PipelineResponse
{
    public override int Status => 200;

    public override string ReasonPhrase => "OK";

    public override Stream? ContentStream { get; set; } = network;

    public override BinaryData Content => BufferContent();

    protected override PipelineResponseHeaders HeadersCore { get; } = new FakeResponse().Headers;

    public override BinaryData BufferContent(CancellationToken cancellationToken = default) =>
        ((MemoryStream)ContentStream!).TryGetBuffer(out ArraySegment<byte> bytes)
            ? BinaryData.FromBytes(bytes)
            : throw new InvalidOperationException("The stream does not show its bytes.");

    public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(BufferContent(cancellationToken));

    public override void Dispose()
    {
    }
}
