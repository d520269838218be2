using Routeur.AI.ChaosTests.Faults;
using Routeur.AI.ChaosTests.Running;
using Routeur.AI.ChaosTests.Server;

namespace Routeur.AI.ChaosTests;

/// <summary>Whatever the network does, each caller gets the right answer or exactly one typed error, and nothing is left behind.</summary>
[Collection(nameof(RunsAlone))]
public sealed class FaultTests
{
    public static TheoryData<string> Kinds => [.. FaultTable.Socket.Select(fault => fault.Name)];

    public static TheoryData<string> Stalls => [.. FaultTable.Socket.Where(fault => fault.Stalls).Select(fault => fault.Name)];

    [Theory(Timeout = Watchdog.Milliseconds), MemberData(nameof(Kinds))]
    public async Task Every_call_gets_what_the_table_says(string kind)
    {
        Fault fault = FaultTable.Socket.Single(fault => fault.Name == kind);
        await using var server = new RawServer(fault.Script, fault.Listening);
        using var run = new ChaosRun(fault, server, TestContext.Current.CancellationToken);

        await run.PassAsync();
    }

    [Theory(Timeout = Watchdog.Milliseconds), MemberData(nameof(Stalls))]
    public async Task A_call_can_be_cancelled_in_every_phase(string kind)
    {
        Fault fault = FaultTable.Socket.Single(fault => fault.Name == kind);
        await using var server = new RawServer(fault.Script, fault.Listening);
        using var run = new ChaosRun(fault, server, TestContext.Current.CancellationToken, cancel: true);

        await run.PassAsync();
    }
}
