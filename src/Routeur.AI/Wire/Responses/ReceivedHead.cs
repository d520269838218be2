namespace Routeur.AI.Wire;

/// <summary>The beginning of what was received, for error messages. Its room is enough for 300 characters of any length.</summary>
internal sealed class ReceivedHead
{
    private const int Size = 1200;

    private byte[]? _bytes;
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public bool IsFull => _length == Size;

    public void Add(ReadOnlySpan<byte> received)
    {
        if (!IsFull)
        {
            int count = Math.Min(received.Length, Size - _length);
            received[..count].CopyTo((_bytes ??= new byte[Size]).AsSpan(_length));
            _length += count;
        }
    }
}
