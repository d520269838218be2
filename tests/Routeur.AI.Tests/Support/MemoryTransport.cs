using System.ClientModel.Primitives;

namespace Routeur.AI.Tests.Support;

/// <summary>Answers at once, from memory and on the same thread, so that allocations can be counted.</summary>
internal sealed class MemoryTransport(Func<PipelineResponse> answer) : PipelineTransport
{
    private static readonly HttpClientPipelineTransport Requests = new();

    public MemoryTransport(Func<byte[]> body)
        : this(() => new MemoryResponse(body()))
    {
    }

    protected override PipelineMessage CreateMessageCore() => Requests.CreateMessage();

    // PipelineMessage.Response can be set by its own subclasses only.
    protected override void ProcessCore(PipelineMessage message) =>
        typeof(PipelineMessage).GetProperty(nameof(PipelineMessage.Response))!.SetValue(message, answer());

    protected override ValueTask ProcessCoreAsync(PipelineMessage message)
    {
        ProcessCore(message);
        return default;
    }
}
