namespace Routeur.AI.Management;

/// <summary>
/// The ids under which parts of the public surface may still change; <c>docs/diagnostics.md</c> explains them. Never reused.
/// </summary>
internal static class ExperimentalIds
{
    /// <summary>Endpoints that the service itself calls Preview.</summary>
    public const string Preview = "ROUTEUR001";

    /// <summary>Endpoints and formats that the service's documentation implies but does not describe: our reading.</summary>
    public const string OurReading = "ROUTEUR002";
}
