using System.Text;

namespace Routeur.AI.Tests.Support;

/// <summary>A body that never ends: a beginning, then the same text again and again, as fast as it is read.</summary>
internal sealed class EndlessStream(string beginning, string rest) : ReadOnlyStream
{
    private readonly byte[] _rest = Encoding.UTF8.GetBytes(rest);
    private byte[]? _beginning = Encoding.UTF8.GetBytes(beginning);

    public override int Read(Span<byte> buffer)
    {
        if (_beginning is { } first)
        {
            _beginning = null;
            first.CopyTo(buffer);
            return first.Length;
        }

        int count = 0;
        while (count + _rest.Length <= buffer.Length)
        {
            _rest.CopyTo(buffer[count..]);
            count += _rest.Length;
        }

        return count;
    }
}
