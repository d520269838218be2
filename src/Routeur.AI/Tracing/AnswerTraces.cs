using Microsoft.Extensions.AI;

namespace Routeur.AI.Tracing;

/// <summary>The traces of all calls that an answer took: a tool loop puts the messages of its round trips into one.</summary>
internal sealed class AnswerTraces
{
    private readonly List<RouteurTrace> _all = [];
    private int _withoutTrace;

    private AnswerTraces()
    {
    }

    /// <summary>One per call, in order.</summary>
    public IReadOnlyList<RouteurTrace> All => _all;

    /// <summary>The sum; null unless every call told its cost. A message of the model without a trace is a call that told nothing.</summary>
    public decimal? CostUsd => _all.Count > 0 && _withoutTrace == 0 ? _all.Aggregate((decimal?)0, (sum, trace) => sum + trace.CostUsd) : null;

    public static AnswerTraces Of(ChatResponse response)
    {
        var traces = new AnswerTraces();
        foreach (ChatMessage message in response.Messages)
        {
            if (AnswerProperties.Trace(message.AdditionalProperties) is { } trace)
            {
                traces.Add(trace);
            }
            else if (message.Role == ChatRole.Assistant)
            {
                traces._withoutTrace++;
            }
        }

        if (traces._all.Count == 0 && AnswerProperties.Trace(response.AdditionalProperties) is { } last)
        {
            // Whoever made these messages kept the last call's trace on the whole only.
            traces._all.Add(last);
            traces._withoutTrace = Math.Max(0, traces._withoutTrace - 1);
        }

        return traces;
    }

    // What comes twice under one id, from a cache say, is one call; of two such traces the one that tells the cost is kept.
    private void Add(RouteurTrace trace)
    {
        int known = trace.RequestId is { } id ? _all.FindIndex(earlier => earlier.RequestId == id) : -1;
        if (known < 0)
        {
            _all.Add(trace);
        }
        else if (_all[known].CostUsd is null)
        {
            _all[known] = trace;
        }
    }
}
