using Routeur.AI.ChaosTests.Faults;
using Routeur.AI.ChaosTests.Running;
using Routeur.AI.ChaosTests.Server;

namespace Routeur.AI.ChaosTests;

/// <summary>Whatever the network does, each caller gets the right answer or exactly one typed error, and nothing is left behind.</summary>
[Collection(nameof(RunsAlone))]
public sealed class FaultTests
{
    public static TheoryData<string> Kinds => [.. FaultTable.All.Select(fault => fault.Name)];

    public static TheoryData<string> Stalls => [.. FaultTable.All.Where(fault => fault.Stalls).Select(fault => fault.Name)];

    [Theory(Timeout = Watchdog.Milliseconds), MemberData(nameof(Kinds))]
    public async Task Every_call_gets_what_the_table_says(string kind)
    {
        Fault fault = FaultTable.All.Single(fault => fault.Name == kind);
        await using IFaultServer server = await fault.StartAsync();
        using var run = new ChaosRun(fault, server, TestContext.Current.CancellationToken);

        await run.PassAsync();
    }

    [Fact(Timeout = Watchdog.Milliseconds)]
    public async Task A_call_can_be_cancelled_while_it_waits_for_its_repetition()
    {
        // A wait that the service sets: a random one may be none.
        var repeated = Expected.Reported(RouteurErrorCode.Unknown, 503, repeated: true);
        var script = Scripts.AfterRequest(static async connection =>
        {
            await connection.SendAsync("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await connection.EndAsync();
        });
        var fault = new Fault("back-off", "", script, repeated, repeated) { Stalls = true, BacksOff = true };
        await using IFaultServer server = await fault.StartAsync();
        using var run = new ChaosRun(fault, server, TestContext.Current.CancellationToken, cancel: true);

        await run.PassAsync();
    }

    [Theory(Timeout = Watchdog.Milliseconds), MemberData(nameof(Stalls))]
    public async Task A_call_can_be_cancelled_in_every_phase(string kind)
    {
        Fault fault = FaultTable.All.Single(fault => fault.Name == kind);
        await using IFaultServer server = await fault.StartAsync();
        using var run = new ChaosRun(fault, server, TestContext.Current.CancellationToken, cancel: true);

        await run.PassAsync();
    }
}
