using Microsoft.Extensions.AI;

namespace Routeur.AI.Budget;

/// <summary>
/// Gathers what a call's answer says about its cost, per round trip: in front of a tool loop one answer brings several. Not thread-safe; one
/// per call.
/// </summary>
internal sealed class CallReceipt(long promptBytes, ChatOptions? options)
{
    private readonly int? _maxOutputTokens = options?.MaxOutputTokens;
    private readonly List<RoundTrip> _trips = [];
    private long _promptBytes = promptBytes;
    private RoundTrip? _current;

    public IReadOnlyList<RoundTrip> RoundTrips => _trips;

    public void Add(ChatResponseUpdate update)
    {
        if (update.Role == ChatRole.Tool)
        {
            BetweenRoundTrips(update.Contents);
            return;
        }

        RouteurTrace? trace = update.GetRouteurTrace();
        bool next = _current is null ||
            (update.ResponseId is not null && _current.ResponseId is not null && update.ResponseId != _current.ResponseId) ||
            (trace?.RequestId is not null && _current.Trace?.RequestId is not null && trace.RequestId != _current.Trace.RequestId);
        RoundTrip trip = next ? Next() : _current!;
        trip.ResponseId ??= update.ResponseId;
        trip.ModelId ??= update.ModelId;
        trip.OutputBytes += TokenGuess.Bytes(update.Contents);
        if (trace is not null)
        {
            trip.Take(trace);
        }

        foreach (UsageContent usage in update.Contents.OfType<UsageContent>())
        {
            trip.Take(usage.Details);
        }
    }

    public void Add(ChatResponse response)
    {
        foreach (ChatMessage message in response.Messages)
        {
            if (message.Role == ChatRole.Tool)
            {
                BetweenRoundTrips(message.Contents);
                continue;
            }

            RouteurTrace? trace = message.GetRouteurTrace();
            bool next = _current is null ||
                (trace is not null && _current.Trace is not null && (trace.RequestId is null || trace.RequestId != _current.Trace.RequestId));
            RoundTrip trip = next ? Next() : _current!;
            trip.OutputBytes += TokenGuess.Bytes(message.Contents);
            if (trace is not null)
            {
                trip.Take(trace);
            }
        }

        RoundTrip last = _trips.Count == 0 ? Next() : _trips[^1];
        last.ModelId = response.ModelId;
        if (last.Trace is null && response.GetRouteurTrace() is { } own && _trips.TrueForAll(static trip => trip.Trace is null))
        {
            last.Take(own);
        }

        Distribute(response.Usage);
    }

    /// <summary>The stream came to its end.</summary>
    public void Complete()
    {
        if (_trips.Count == 0)
        {
            Next();
        }
    }

    /// <summary>The stream was left before its end; between two round trips nothing is under way.</summary>
    public void Abandon()
    {
        if (_current is not null)
        {
            _current.Failure = "was abandoned";
        }
    }

    /// <summary>The call failed.</summary>
    /// <param name="exception">How.</param>
    /// <param name="hidesRoundTrips">Whether the answers of earlier round trips may be lost with it.</param>
    public void Fail(Exception exception, bool hidesRoundTrips)
    {
        if (_current is null)
        {
            if (!FailedCall.MayHaveCost(exception) && !(hidesRoundTrips && exception is RouteurException))
            {
                return;
            }

            Next().LostTokens = _maxOutputTokens ?? TokenGuess.LostCompletion;
            FailedCall.Read(exception, _current!);
        }

        _current!.Failure = FailedCall.Describe(exception);
    }

    // What went before is part of the next prompt.
    private void BetweenRoundTrips(IEnumerable<AIContent> toolResults)
    {
        _promptBytes += (_current?.OutputBytes ?? 0) + TokenGuess.Bytes(toolResults);
        _current = null;
    }

    private RoundTrip Next()
    {
        _current = new RoundTrip(_promptBytes);
        _trips.Add(_current);
        return _current;
    }

    /// <summary>The usage of a whole answer is the sum of its round trips: those that need one get what the others leave.</summary>
    private void Distribute(UsageDetails? usage)
    {
        if (usage is null)
        {
            return;
        }

        if (_trips.Count == 1)
        {
            _trips[0].Take(usage);
            return;
        }

        var rest = new UsageDetails();
        rest.Add(usage);
        foreach (RoundTrip trip in _trips)
        {
            rest.InputTokenCount = Less(rest.InputTokenCount, trip.Trace?.PromptTokens);
            rest.OutputTokenCount = Less(rest.OutputTokenCount, trip.Trace?.CompletionTokens);
            rest.TotalTokenCount = Less(rest.TotalTokenCount, trip.Trace?.TotalTokens);
        }

        foreach (RoundTrip trip in _trips.Where(static trip => trip.NeedsUsage))
        {
            trip.Take(rest);
            rest = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 };
        }
    }

    private static long? Less(long? tokens, long? known) => tokens is null ? null : Math.Max(0, tokens.Value - (known ?? 0));
}
