namespace Routeur.AI.Tests.RateLimiting;

/// <summary>Thousands of calls at once: as fast as the key's caps allow, without being refused.</summary>
public class BatchTests
{
    private const int Calls = 3000;
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

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_reaches_97_percent_of_what_the_caps_allow_with_one_percent_of_refusals_at_most(SimulatedWindow window, string kind)
    {
        SimulatedCall[] calls = Make(kind);
        var simulation = new BatchSimulation(window, RequestCap, TokenCap, calls);

        TimeSpan actual = simulation.Run();

        double reached = simulation.Theoretical(calls) / actual;
        TestContext.Current.TestOutputHelper?.WriteLine($"{window} {kind}: {reached:P1} of {simulation.Theoretical(calls)}, {simulation.Refusals} refusals");
        Assert.True(reached >= 0.97 && simulation.Refusals <= Calls / 100, $"{reached:P1} in {actual}, {simulation.Refusals} refusals");
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Three_processes_on_one_key_reach_90_percent_together(SimulatedWindow window, string kind)
    {
        SimulatedCall[] calls = Make(kind);
        var simulation = new BatchSimulation(window, RequestCap, TokenCap, calls, processes: 3);

        TimeSpan actual = simulation.Run();

        double reached = simulation.Theoretical(calls) / actual;
        TestContext.Current.TestOutputHelper?.WriteLine($"{window} {kind}: {reached:P1} of {simulation.Theoretical(calls)}, {simulation.Refusals} refusals");
        Assert.True(reached >= 0.90, $"{reached:P1} in {actual}, {simulation.Refusals} refusals");
    }

    private static SimulatedCall[] Make(string kind)
    {
        var random = new Random(20261122);
        return [.. Enumerable.Range(0, Calls).Select(_ => kind switch
        {
            "small" => new SimulatedCall(random.Next(10, 60), random.Next(5, 120), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(200, 600))),
            "large" => new SimulatedCall(random.Next(200, 2000), random.Next(50, 500), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(200, 900))),
            "plain" => new SimulatedCall(random.Next(20, 300), random.Next(20, 400), stream: false, TimeSpan.FromMilliseconds(random.Next(200, 900))),
            _ => new SimulatedCall(random.Next(10, 600), random.Next(10, 400), random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(200, 900))),
        })];
    }
}
