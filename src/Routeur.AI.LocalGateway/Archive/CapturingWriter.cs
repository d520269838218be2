using System.IO.Pipelines;

namespace Routeur.AI.LocalGateway.Archive;

/// <summary>Another writer, and a copy of what goes through it.</summary>
internal sealed class CapturingWriter(PipeWriter inner, PayloadLayer copy) : PipeWriter
{
    private Memory<byte> _memory;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        // The copy is made before anybody can have read the original.
        copy.Append(_memory.Span[..bytes]);
        _memory = _memory[bytes..];
        inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
