using System.Buffers;

namespace Routeur.AI.Wire;

/// <summary>
/// One growing array. A body must outlive the call that wrote it, since a retry sends it again: a small one is written into a pooled array
/// and copied out at its exact size, a large one stays where it was written, for which a good first estimate makes one allocation and no copy.
/// </summary>
internal sealed class RequestBuffer : IBufferWriter<byte>
{
    // The writer asks for pieces of a few kilobytes although it then fills in less; without this room the last piece would double the array.
    private const int Slack = 1024;

    // Below this a copy costs less than the unused room as garbage.
    private const int MaxPooled = 16 * 1024;

    private byte[] _array;
    private bool _pooled;
    private int _written;

    /// <param name="estimate">How many bytes will be written, as well as that can be known.</param>
    /// <param name="takenOnce">Whether <see cref="Take"/> will be called, after which the buffer is of no more use.</param>
    public RequestBuffer(int estimate, bool takenOnce = false)
    {
        int size = Math.Min(estimate, Array.MaxLength - Slack) + Slack;
        _pooled = takenOnce && size <= MaxPooled;
        _array = _pooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
    }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _written);

    public void Clear() => _written = 0;

    /// <summary>Hands the bytes over, and the pooled array back.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        if (!_pooled)
        {
            return Written;
        }

        byte[] exact = Written.ToArray();
        ReturnToPool();
        return exact;
    }

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
        ReturnToPool();
        _array = larger;
    }

    private void ReturnToPool()
    {
        if (_pooled)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _pooled = false;
            _array = [];
        }
    }
}
