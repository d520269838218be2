using System.ClientModel.Primitives;

namespace Routeur.AI.Tests.Support;

/// <summary>A successful answer whose body is in memory already. Like the SDK's, it lets go of its stream when it is buffered.</summary>
internal sealed class MemoryResponse(byte[] body) : PipelineResponse
{
    private readonly BinaryData _content = BinaryData.FromBytes(body);

    public override int Status => 200;

    public override string ReasonPhrase => "OK";

    public override Stream? ContentStream { get; set; } = new MemoryStream(body);

    public override BinaryData Content => _content;

    protected override PipelineResponseHeaders HeadersCore { get; } = new FakeResponse().Headers;

    public override BinaryData BufferContent(CancellationToken cancellationToken = default)
    {
        ContentStream?.Dispose();
        return _content;
    }

    public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(BufferContent(cancellationToken));

    public override void Dispose()
    {
    }
}
