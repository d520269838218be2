using System.Buffers;

namespace Routeur.AI.Wire;

/// <summary>
/// One growing array. It is not pooled: the body must outlive the call that wrote it, since a retry sends it again, and a good first
/// estimate makes one allocation of about the body's size and no copy.
/// </summary>
internal sealed class RequestBuffer(int estimate) : IBufferWriter<byte>
{
    private byte[] _array = GC.AllocateUninitializedArray<byte>(Math.Min(estimate, Array.MaxLength));
    private int _written;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _written);

    public void Clear() => _written = 0;

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_written);
    }

    private void Reserve(int sizeHint)
    {
        long needed = (long)_written + Math.Max(sizeHint, 1);
        if (needed <= _array.Length)
        {
            return;
        }

        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException("The request body is larger than 2 GB.");
        }

        byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(needed, _array.Length * 2L), Array.MaxLength));
        _array.AsSpan(0, _written).CopyTo(larger);
        _array = larger;
    }
}
