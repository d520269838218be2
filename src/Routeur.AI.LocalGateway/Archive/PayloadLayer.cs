using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Routeur.AI.LocalGateway.Archive;

/// <summary>The first bytes of one layer, up to a limit. Safe for use by several threads.</summary>
internal sealed class PayloadLayer(int limit)
{
    // Not documented: what an archive shows of a layer that was too long for it.
    private const string Cut = "… [cut]";

    private readonly object _gate = new();
    private byte[] _bytes = [];
    private int _count;
    private bool _isCut;

    public int Size
    {
        get
        {
            lock (_gate)
            {
                return _bytes.Length;
            }
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            int fits = Math.Min(bytes.Length, limit - _count);
            _isCut |= fits < bytes.Length;
            if (_count + fits > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Min(limit, Math.Max(_count + fits, _bytes.Length * 2)));
            }

            bytes[..fits].CopyTo(_bytes.AsSpan(_count));
            _count += fits;
        }
    }

    /// <summary>Writes JSON as JSON, and everything else (streams, garbage, what was cut) as a string.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, _count);
            if (!_isCut && IsJson(bytes))
            {
                writer.WriteRawValue(bytes, skipInputValidation: true);
            }
            else
            {
                writer.WriteStringValue(Encoding.UTF8.GetString(bytes) + (_isCut ? Cut : ""));
            }
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
            }

            return bytes.Length > 0 && Utf8.IsValid(bytes);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
