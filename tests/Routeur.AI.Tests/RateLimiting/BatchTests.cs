namespace Routeur.AI.Tests.RateLimiting;

/// <summary>Thousands of calls at once: as fast as the key's caps allow, without being refused.</summary>
public class BatchTests
{
    private const int Calls = 3000;

    // Large calls fill the minutes three times faster.
    private const int LargeCalls = 1000;
    private const int RequestCap = 600;
    private const int TokenCap = 200_000;

    public static TheoryData<SimulatedWindow, string> Batches()
    {
        var data = new TheoryData<SimulatedWindow, string>();
        foreach (SimulatedWindow window in Enum.GetValues<SimulatedWindow>())
        {
            foreach (string kind in new[] { "small", "mixed", "large", "plain" })
            {
                data.Add(window, kind);
            }
        }

        return data;
    }

    public static TheoryData<SimulatedWindow, int> SlowBatches() => Times(3_000, 10_000);

    public static TheoryData<SimulatedWindow, int> OtherCaps() => Times(60, 6_000);

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_reaches_97_percent_of_what_the_caps_allow_with_one_percent_of_refusals_at_most(SimulatedWindow window, string kind) =>
        Run(window, Make(kind), least: 0.97, refusals: 0.01);

    [Theory]
    [MemberData(nameof(Batches))]
    public void Three_processes_on_one_key_reach_90_percent_together_and_are_seldom_refused(SimulatedWindow window, string kind) =>
        Run(window, Make(kind), least: 0.90, refusals: 0.05, processes: 3);

    [Theory]
    [InlineData(SimulatedWindow.Fixed)]
    [InlineData(SimulatedWindow.Aligned)]
    [InlineData(SimulatedWindow.Sliding)]
    public void Ten_processes_that_begin_at_once_reach_90_percent_together_and_are_refused_in_a_fifth_of_their_calls_at_most(SimulatedWindow window) =>
        Run(window, Make("small"), least: 0.90, refusals: 0.20, processes: 10);

    [Theory]
    [MemberData(nameof(SlowBatches))]
    public void Models_that_think_for_long_leave_little_of_the_caps_unused(SimulatedWindow window, int firstByte) =>
        Run(window, Slow(firstByte), least: 0.90, refusals: 0.02);

    [Theory]
    [MemberData(nameof(SlowBatches))]
    public void Models_that_think_for_long_keep_three_processes_from_knowing_of_each_other_but_not_from_going_on(SimulatedWindow window, int firstByte) =>
        Run(window, Slow(firstByte), least: 0.90, refusals: 0.12, processes: 3);

    [Theory]
    [MemberData(nameof(OtherCaps))]
    public void Other_caps_than_the_documented_ones_are_used_up_too(SimulatedWindow window, int cap)
    {
        Run(window, Make("small", cap * 5), least: 0.97, refusals: 0.02, requestCap: cap);

        // What three processes send before anything is known is more than the smaller cap.
        Run(window, Make("small", cap * 5), least: 0.90, refusals: cap < 100 ? 0.40 : 0.01, processes: 3, requestCap: cap);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_service_that_counts_the_requests_it_refuses_is_not_provoked(SimulatedWindow window, string kind)
    {
        // A refusal takes the place of a call: where the last minute would be full to the brim, one refusal would cost a minute more.
        SimulatedCall[] calls = Make(kind, Calls - 100);
        Run(window, calls, least: 0.97, refusals: 0.01, countsRefusals: true);
        Run(window, calls, least: 0.90, refusals: 0.05, processes: 3, countsRefusals: true);
    }

    private static void Run(SimulatedWindow window, SimulatedCall[] calls, double least, double refusals, int processes = 1, int requestCap = RequestCap, bool countsRefusals = false)
    {
        var simulation = new BatchSimulation(window, requestCap, (int)((long)TokenCap * requestCap / RequestCap), calls, processes, countsRefusals);

        TimeSpan actual = simulation.Run();

        TimeSpan theoretical = simulation.Theoretical(calls);
        string outcome = $"{theoretical / actual:P1} of what the caps allow, in {actual}; {simulation.Refusals} of {calls.Length} calls refused";
        TestContext.Current.TestOutputHelper?.WriteLine(outcome);
        Assert.True(theoretical / actual >= least && simulation.Refusals <= calls.Length * refusals, outcome);
    }

    private static TheoryData<SimulatedWindow, int> Times(params int[] values)
    {
        var data = new TheoryData<SimulatedWindow, int>();
        foreach (SimulatedWindow window in Enum.GetValues<SimulatedWindow>())
        {
            foreach (int value in values)
            {
                data.Add(window, value);
            }
        }

        return data;
    }

    /// <param name="firstByte">What the first byte takes on an average, in milliseconds.</param>
    private static SimulatedCall[] Slow(int firstByte)
    {
        var random = new Random(20261122);
        return [.. Enumerable.Range(0, Calls).Select(_ => new SimulatedCall(
            random.Next(10, 200), random.Next(10, 200), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(firstByte / 2, firstByte * 3 / 2))))];
    }

    private static SimulatedCall[] Make(string kind, int calls = Calls)
    {
        var random = new Random(20261122);
        return [.. Enumerable.Range(0, kind == "large" ? LargeCalls : calls).Select(_ => kind switch
        {
            "small" => new SimulatedCall(random.Next(10, 60), random.Next(5, 120), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(200, 600))),
            "large" => new SimulatedCall(random.Next(200, 2000), random.Next(50, 500), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(200, 900))),
            "plain" => new SimulatedCall(random.Next(20, 300), random.Next(20, 400), stream: false, TimeSpan.FromMilliseconds(random.Next(200, 900))),
            _ => new SimulatedCall(random.Next(10, 600), random.Next(10, 400), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(200, 900))),
        })];
    }
}
