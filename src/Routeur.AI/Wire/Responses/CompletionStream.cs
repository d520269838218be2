using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Routeur.AI.Errors;
using Routeur.AI.Tracing;

namespace Routeur.AI.Wire;

/// <summary>
/// Turns the bytes of a streamed answer into updates: bytes go in through <see cref="GetMemory"/> and <see cref="Advance"/>, updates come
/// out of <see cref="TryRead"/>. It does no I/O.
/// </summary>
internal sealed class CompletionStream : IDisposable
{
    /// <summary>The largest answer, generated images included.</summary>
    public const long MaxAnswerBytes = 256L * 1024 * 1024;

    private readonly ChatReadContext _context;
    private readonly CompletionReader _completion;
    private readonly CompletionEventReader _reader;
    private readonly SseEventParser _events;
    private readonly ReceivedHead _head = new();
    private Queue<ChatResponseUpdate>? _plain;
    private Shape _shape;
    private long _received;
    private bool _first = true;
    private bool _endOfInput;
    private bool _done;

    public CompletionStream(ChatReadContext context)
    {
        _context = context;
        _completion = new CompletionReader(context, streaming: true);
        _reader = new CompletionEventReader(context, _completion);
        _events = new SseEventParser(context.Response);
    }

    private enum Shape
    {
        Unknown,
        Events,
        Json,
        Foreign,
    }

    /// <summary>Whether the answer is complete and everything was handed out.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> GetMemory() => _events.GetMemory();

    /// <summary>Says how many bytes were written.</summary>
    /// <exception cref="RouteurException">The answer is too large.</exception>
    public void Advance(int count)
    {
        _received += count;
        _head.Add(_events.Advance(count));
        if (_received > MaxAnswerBytes)
        {
            throw ErrorEnvelope.InvalidResponse(_context.Response, _head.Bytes, $"The answer is larger than {MaxAnswerBytes / (1024 * 1024)} MiB.");
        }
    }

    /// <summary>Says that the connection was closed in order.</summary>
    public void EndOfInput()
    {
        _endOfInput = true;
        _events.EndOfInput();
    }

    /// <summary>Returns the next update; false when more bytes are needed, or when <see cref="IsDone"/>.</summary>
    /// <exception cref="RouteurException">An error event, a stream that ended early, or bytes that cannot be understood.</exception>
    public bool TryRead([NotNullWhen(true)] out ChatResponseUpdate? update)
    {
        update = null;
        if (_shape == Shape.Unknown && _events.TryPeekStart(out byte first))
        {
            // No stream of events begins so; gateways that cannot stream answer with a plain completion, proxies with a page.
            _shape = first is (byte)'{' or (byte)'[' ? Shape.Json : first == '<' ? Shape.Foreign : Shape.Events;
        }

        return !IsDone && _shape switch
        {
            Shape.Events => TryReadEvent(out update),
            Shape.Json => TryReadPlain(out update),
            _ => Reject(),
        };
    }

    public void Dispose() => _events.Dispose();

    private bool TryReadEvent([NotNullWhen(true)] out ChatResponseUpdate? update)
    {
        while (!_done && _events.TryRead(out ReadOnlySpan<byte> data))
        {
            data = JsonText.TrimEvent(data);
            if (JsonText.IsDone(data))
            {
                _done = true;
            }
            else if (_reader.Read(data, _events))
            {
                update = MakeUpdate(_completion.Message.TakeContents());
                return true;
            }
        }

        if (_done || _endOfInput)
        {
            return Complete(out update);
        }

        update = null;
        return false;
    }

    private bool Complete([NotNullWhen(true)] out ChatResponseUpdate? update)
    {
        if (!_completion.HasSubstance)
        {
            throw ErrorEnvelope.InvalidResponse(
                _context.Response, _head.Bytes, _received == 0 ? "The answer is empty." : "The stream holds no chat completion.");
        }

        if (!_done && _completion.FinishReason is null)
        {
            throw ErrorEnvelope.StreamInterrupted(_context.Response, "The stream ended with neither a finish reason nor [DONE]: the answer is not complete.");
        }

        var contents = new List<AIContent>();
        _completion.Complete(contents, _head.Bytes);
        if (_completion.Message.Annotations is { Count: > 0 } annotations)
        {
            contents.Add(new TextContent(null) { Annotations = annotations });
        }

        if (_completion.Usage is { } usage)
        {
            // Once, at the end: consumers add usage up, and gateways repeat running totals.
            contents.Add(new UsageContent(usage));
        }

        IsDone = true;
        update = MakeUpdate(contents.Count == 0 ? null : contents);
        return contents.Count > 0 || update.AdditionalProperties is not null;
    }

    private ChatResponseUpdate MakeUpdate(List<AIContent>? contents)
    {
        if (_first)
        {
            _first = false;
            RateLimitHeaders.CopyTo(_completion.Kept, _context.Response);
        }

        return new ChatResponseUpdate
        {
            ResponseId = _completion.ResponseId,
            MessageId = _completion.ResponseId,
            CreatedAt = _completion.CreatedAt,
            ModelId = _completion.ModelId,
            Role = _completion.Message.Role,
            FinishReason = _completion.FinishReason,
            Contents = contents,
            AdditionalProperties = _completion.Kept.Take(),
        };
    }

    private bool TryReadPlain([NotNullWhen(true)] out ChatResponseUpdate? update)
    {
        update = null;
        if (!_endOfInput)
        {
            return false;
        }

        if (_plain is null)
        {
            ChatResponse response = ChatResponseReader.Read(_events.Unread.ToArray(), _context);
            _plain = new Queue<ChatResponseUpdate>(response.ToChatResponseUpdates());
        }

        bool found = _plain.TryDequeue(out update);
        IsDone = !found;
        return found;
    }

    // A page is refused as soon as enough of it has come for the message.
    private bool Reject()
    {
        if (_endOfInput || (_shape == Shape.Foreign && _head.IsFull))
        {
            throw ErrorEnvelope.InvalidResponse(
                _context.Response, _head.Bytes, _shape == Shape.Unknown ? "The answer is empty." : "The answer is neither a stream of events nor JSON.");
        }

        return false;
    }
}
