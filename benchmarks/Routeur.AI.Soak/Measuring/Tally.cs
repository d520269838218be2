using System.Collections.Concurrent;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Measuring;

/// <summary>Counts how calls ended. What it keeps does not grow with the calls. Safe for use by several threads.</summary>
internal sealed class Tally
{
    private const int KeptExamples = 20;

    private readonly ConcurrentDictionary<(string Kind, string Outcome), long> _outcomes = new();
    private readonly ConcurrentQueue<string> _examples = new();
    private long _calls;
    private long _unexpected;

    /// <summary>The calls that have ended.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Those that did not end as their row says.</summary>
    public long Unexpected => Interlocked.Read(ref _unexpected);

    /// <summary>The first of those, in words.</summary>
    public IEnumerable<string> Examples => _examples;

    /// <summary>How often each kind of call ended in which way.</summary>
    public IReadOnlyDictionary<(string Kind, string Outcome), long> Outcomes => _outcomes;

    /// <param name="call">A call.</param>
    /// <param name="exception">What it threw; null when it answered.</param>
    public void Add(SoakCall call, Exception? exception)
    {
        Interlocked.Increment(ref _calls);
        _outcomes.AddOrUpdate((call.Kind.Name, Expectation.Name(exception)), 1, (_, count) => count + 1);
        if (call.Kind.Expected.Admits(exception))
        {
            return;
        }

        if (Interlocked.Increment(ref _unexpected) <= KeptExamples)
        {
            string what = exception switch
            {
                null => "an answer",
                RouteurException error => $"{error.ErrorCode} {error.Status} after {error.Attempts}: {error.Message}",
                _ => $"{exception.GetType().Name}: {exception.Message}",
            };
            _examples.Enqueue($"{call.Kind.Name} {call.Number}: {call.Kind.Expected} expected, got {what}");
        }
    }
}
