using System.Buffers;
using System.ClientModel.Primitives;
using System.Text;
using Routeur.AI.Errors;

namespace Routeur.AI.Wire;

/// <summary>
/// Cuts bytes into server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), in a pooled buffer and without
/// copying. Unlike <c>System.Net.ServerSentEvents.SseParser</c> it returns a last event that no blank line ends, and bounds sizes.
/// </summary>
internal sealed class SseEventParser(PipelineResponse response) : IDisposable
{
    /// <summary>The largest event: room for a generated image in one chunk.</summary>
    public const int MaxEventBytes = 32 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _end;
    private int _line;
    private int _scanned;
    private int _dataStart;
    private int _dataLength = -1;
    private ArrayBufferWriter<byte>? _joined;
    private string? _name;
    private bool _begun;
    private bool _skipLineFeed;
    private bool _endOfInput;

    /// <summary>The name of the event that was read last; null when it has none.</summary>
    public string? EventName { get; private set; }

    /// <summary>Whether the input ended in the event that was read last, so that it may be cut off.</summary>
    public bool IsUnterminated { get; private set; }

    /// <summary>What has not been read yet.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_line, _end - _line);

    /// <summary>Where the next bytes go. What <see cref="TryRead"/> returned is no longer valid.</summary>
    public Memory<byte> GetMemory()
    {
        int keep = _dataLength >= 0 ? Math.Min(_dataStart, _line) : _line;
        CheckSize(_end - keep);
        if (keep == _end)
        {
            Move(keep, _buffer);
        }
        else if (_buffer.Length - _end < _buffer.Length / 4)
        {
            if (_end - keep > _buffer.Length / 2)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
                byte[] old = _buffer;
                Move(keep, larger);
                ArrayPool<byte>.Shared.Return(old);
            }
            else
            {
                Move(keep, _buffer);
            }
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many bytes were written into <see cref="GetMemory"/>, and returns them.</summary>
    public ReadOnlySpan<byte> Advance(int count)
    {
        _end += count;
        return _buffer.AsSpan(_end - count, count);
    }

    /// <summary>Says that nothing follows.</summary>
    public void EndOfInput() => _endOfInput = true;

    /// <summary>Skips a byte order mark and white space at the beginning, and looks at the first byte; false when more bytes are needed.</summary>
    public bool TryPeekStart(out byte first)
    {
        first = 0;
        ReadOnlySpan<byte> unread = Unread;
        if (unread.IsEmpty || (!_endOfInput && !_begun && unread.Length is 1 or 2 && unread[0] == 0xEF))
        {
            return false;
        }

        // A mark is one at the very beginning only, however the bytes are cut into packets.
        ReadOnlySpan<byte> text = _begun ? JsonText.TrimWhiteSpace(unread) : JsonText.TrimStart(unread);
        _begun = true;
        _line = _scanned = _end - text.Length;
        if (text.IsEmpty)
        {
            return false;
        }

        first = text[0];
        return true;
    }

    /// <summary>Reads the next event; false when more bytes are needed, or when none is left.</summary>
    /// <param name="data">Its data; valid until the next call of any method.</param>
    /// <exception cref="RouteurException">The event is too large.</exception>
    public bool TryRead(out ReadOnlySpan<byte> data)
    {
        while (TryReadLine(out int start, out int length))
        {
            bool ends = length == 0 || ReadField(start, length);
            if (ends && _dataLength >= 0)
            {
                data = TakeEvent();
                return true;
            }

            if (length == 0)
            {
                _name = null;
            }
        }

        if (_endOfInput && _dataLength >= 0)
        {
            IsUnterminated = true;
            data = TakeEvent();
            return true;
        }

        data = default;
        return false;
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _line = _scanned = _end = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ReadOnlySpan<byte> TakeEvent()
    {
        ReadOnlySpan<byte> data = _joined is null ? _buffer.AsSpan(_dataStart, _dataLength) : _joined.WrittenSpan;
        EventName = _name;
        _name = null;
        _joined = null;
        _dataLength = -1;
        return data;
    }

    // A line ends with CR, LF or CRLF; an LF is skipped when it comes, since it may be in the next packet.
    private bool TryReadLine(out int start, out int length)
    {
        if (_skipLineFeed && _line < _end)
        {
            _skipLineFeed = false;
            if (_buffer[_line] == '\n')
            {
                _line = _scanned = _line + 1;
            }
        }

        start = _line;
        int found = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\r', (byte)'\n');
        if (found < 0)
        {
            CheckSize(_end - _line);
            _scanned = _end;
            length = _end - _line;
            if (_endOfInput)
            {
                _line = _end;
            }

            return _endOfInput && length > 0;
        }

        int lineEnd = _scanned + found;
        length = lineEnd - start;
        _skipLineFeed = _buffer[lineEnd] == '\r';
        _line = _scanned = lineEnd + 1;
        return true;
    }

    /// <summary>Takes one line in; true when it is an event by itself.</summary>
    private bool ReadField(int start, int length)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(start, length);
        if (line[0] == '{')
        {
            // Not an event by the book: proxies write an error into a stream without its "data:".
            AddData(start, length);
            return true;
        }

        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = colon < 0 ? line : line[..colon];
        int value = colon < 0 ? length : colon + 1 < length && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
        if (field.SequenceEqual("data"u8))
        {
            AddData(start + value, length - value);
        }
        else if (field.SequenceEqual("event"u8))
        {
            _name = Encoding.UTF8.GetString(line[value..]);
        }

        return false;
    }

    private void AddData(int start, int length)
    {
        if (_dataLength < 0)
        {
            _dataStart = start;
            _dataLength = length;
            return;
        }

        // Several data lines are rare; they are joined with line feeds.
        if (_joined is null)
        {
            _joined = new ArrayBufferWriter<byte>();
            _joined.Write(_buffer.AsSpan(_dataStart, _dataLength));
        }

        CheckSize(_joined.WrittenCount + 1 + length);
        _joined.Write("\n"u8);
        _joined.Write(_buffer.AsSpan(start, length));
        _dataStart = start;
        _dataLength = length;
    }

    private void CheckSize(int size)
    {
        if (size > MaxEventBytes)
        {
            throw ErrorEnvelope.InvalidResponse(
                response, Unread[..Math.Min(Unread.Length, 1024)], $"An event of the stream is larger than {MaxEventBytes / (1024 * 1024)} MiB.");
        }
    }

    private void Move(int from, byte[] target)
    {
        _buffer.AsSpan(from, _end - from).CopyTo(target);
        _buffer = target;
        _end -= from;
        _line -= from;
        _scanned -= from;
        _dataStart -= from;
    }
}
