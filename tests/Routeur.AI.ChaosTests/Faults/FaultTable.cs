namespace Routeur.AI.ChaosTests.Faults;

/// <summary>Every kind of fault: the table of docs/faults.md.</summary>
internal static class FaultTable
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. ConnectFaults.All,
        .. RequestFaults.All,
        .. HeaderFaults.All,
        .. BodyFaults.All,
        .. ChunkFaults.All,
        .. CompressionFaults.All,
        .. StaleFaults.All,
        .. HttpTwoFaults.All,
        .. StallFaults.All,
        .. GatewayFaults.All,
    ];
}
