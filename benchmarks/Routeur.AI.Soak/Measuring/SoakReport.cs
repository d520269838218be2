using System.Globalization;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Measuring;

/// <summary>What the user sees, line by line.</summary>
internal static class SoakReport
{
    private const double Megabyte = 1024 * 1024;

    public static void Begin(SoakOptions options)
    {
        Line($"{options.Length.TotalSeconds:N0} s in {options.Intervals} intervals, {options.Concurrency} calls at once, {TrafficTable.All.Count} kinds of calls, seed {options.Seed}");
        Line($"");
        Line($"{"interval",8} {"calls",9} {"calls/s",9} {"heap, MB",9} {"memory, MB",11} {"connections",12} {"gateway's heap, MB",19} {"its memory, MB",15}");
    }

    public static void Show(IntervalReading reading) => Line(
        $"{reading.Number,8} {reading.Calls,9:N0} {reading.Calls / reading.Length.TotalSeconds,9:N0} {reading.HeapBytes / Megabyte,9:N2} {reading.WorkingSetBytes / Megabyte,11:N0} {reading.Connections,12} {reading.Gateway.HeapBytes / Megabyte,19:N2} {reading.Gateway.WorkingSetBytes / Megabyte,15:N0}");

    public static void End(Tally tally, IReadOnlyList<IntervalReading> readings, int leftOpen, UnobservedExceptions unobserved)
    {
        Line($"");
        Line($"{"kind of call",-22} {"expected",-32} {"calls",9}  how they ended");
        foreach (TrafficKind kind in TrafficTable.All)
        {
            var outcomes = tally.Outcomes.Where(outcome => outcome.Key.Kind == kind.Name).OrderByDescending(outcome => outcome.Value).ToList();
            string ended = string.Join(", ", outcomes.Select(outcome => Text($"{outcome.Value:N0} {outcome.Key.Outcome}")));
            Line($"{kind.Name,-22} {kind.Expected,-32} {outcomes.Sum(outcome => outcome.Value),9:N0}  {ended}");
        }

        Line($"");
        foreach (var outcome in tally.Outcomes.GroupBy(outcome => outcome.Key.Outcome, outcome => outcome.Value).OrderByDescending(group => group.Sum()))
        {
            Line($"{outcome.Key,-22} {outcome.Sum(),9:N0}");
        }

        Line($"");
        Line($"calls                  {tally.Calls,9:N0}, {readings.Sum(reading => reading.Calls) / readings.Sum(reading => reading.Length.TotalSeconds):N0} a second");
        Line($"unexpected             {tally.Unexpected,9:N0}");
        Line($"heap growth            {SoakVerdict.Growth(readings),9:P1} between the second and the last interval");
        Line($"connections left open  {leftOpen,9}");
        Line($"unobserved exceptions  {unobserved.Total,9}");
    }

    public static void Judge(IReadOnlyList<string> complaints)
    {
        Line($"");
        Line($"{(complaints.Count == 0 ? "soak: ok" : "soak: failed")}");
        foreach (string complaint in complaints)
        {
            Console.WriteLine(complaint);
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
