using System.Globalization;
using Routeur.AI.Soak.Calls;

namespace Routeur.AI.Soak.Measuring;

/// <summary>What must hold at the end, and does not.</summary>
internal static class SoakVerdict
{
    /// <summary>The growth of the heap between the second and the last interval that is a failure.</summary>
    private const double GrowthLimit = 0.05;

    private const int SpareConnections = 10;

    /// <summary>The complaints; none when all is well.</summary>
    /// <param name="tally">How the calls ended.</param>
    /// <param name="readings">One for each interval.</param>
    /// <param name="callers">How many calls were made at once.</param>
    /// <param name="leftOpen">The connections that stayed open after all clients were disposed of.</param>
    /// <param name="unobserved">The exceptions that nobody looked at.</param>
    public static IReadOnlyList<string> Complaints(
        Tally tally, IReadOnlyList<IntervalReading> readings, int callers, int leftOpen, UnobservedExceptions unobserved)
    {
        var complaints = new List<string>();
        if (tally.Unexpected > 0)
        {
            complaints.Add(Text($"{tally.Unexpected} calls did not end as expected; the first ones:"));
            complaints.AddRange(tally.Examples.Select(example => "  " + example));
        }

        complaints.AddRange(TrafficThatNeverCame(tally));
        if (Growth(readings) >= GrowthLimit)
        {
            complaints.Add(Text($"the heap grew by {Growth(readings):P1} between the second and the last interval, the limit being {GrowthLimit:P0}"));
        }

        complaints.AddRange(readings
            .Where(reading => reading.Gateway.UnderWay > 0)
            .Select(reading => Text($"after interval {reading.Number} the gateway still worked on {reading.Gateway.UnderWay} calls that were over")));

        // The pools hold what the roll call needed, and at most one more for each caller on the other lines.
        int pooled = RollCall.Streams(callers) + callers + SpareConnections;
        complaints.AddRange(readings
            .Where(reading => reading.Connections > pooled)
            .Select(reading => Text($"after interval {reading.Number} {reading.Connections} connections were open; the pools hold {pooled} at most")));

        if (leftOpen > 0)
        {
            complaints.Add(Text($"{leftOpen} connections stayed open after the clients were disposed of"));
        }

        if (unobserved.Total > 0)
        {
            complaints.Add(Text($"{unobserved.Total} exceptions of tasks went unobserved; the first one: {unobserved.First}"));
        }

        return complaints;
    }

    /// <summary>How much the heap grew between the second and the last interval, as a share.</summary>
    public static double Growth(IReadOnlyList<IntervalReading> readings) => ((double)readings[^1].HeapBytes / readings[1].HeapBytes) - 1;

    // A row that is never drawn proves nothing.
    private static IEnumerable<string> TrafficThatNeverCame(Tally tally) => Traffic.TrafficTable.All
        .Where(kind => !tally.Outcomes.Keys.Any(key => key.Kind == kind.Name))
        .Select(kind => $"no call of the kind {kind.Name} was made; the run was too short");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
