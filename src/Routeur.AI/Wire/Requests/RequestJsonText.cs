using System.Text.Encodings.Web;
using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>
/// Makes JSON text that goes into a body as a string: tool arguments and results. It is compact, because a model is billed for blanks too,
/// and the scratch space is shared by all messages of a body.
/// </summary>
internal sealed class RequestJsonText : IDisposable
{
    private RequestBuffer? _buffer;
    private Utf8JsonWriter? _writer;

    /// <summary>The value as JSON, valid until the next call.</summary>
    /// <param name="value">Anything serialisable.</param>
    /// <param name="write">Writes it.</param>
    public ReadOnlySpan<byte> Serialize<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        _buffer ??= new RequestBuffer(1024);
        _buffer.Clear();
        if (_writer is null)
        {
            _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
        else
        {
            _writer.Reset();
        }

        write(_writer, value);
        _writer.Flush();
        return _buffer.Written.Span;
    }

    public void Dispose() => _writer?.Dispose();
}
