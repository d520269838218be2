namespace Routeur.AI.LocalGateway;

/// <summary>
/// An input DLP rule [/guides/dlp]. All enabled rules look at what the caller wrote, in the order of
/// <see cref="RouteurLocalGatewayOptions.DlpRules"/>; the simulated model never sees what a <see cref="GatewayDlpAction.Redact"/> rule found.
/// </summary>
public sealed record GatewayDlpRule
{
    /// <summary>Its name, unique among the DLP rules; a block says it in its message, <c>dlp:&lt;name&gt;</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How <see cref="Pattern"/> is to be read.</summary>
    public required GatewayDlpDetector Detector { get; init; }

    /// <summary>
    /// A .NET regular expression, a literal text, or the name of a preset. The service lists its presets in its dashboard only; the names here
    /// are the gateway's: <c>credit-card</c>, <c>email</c>, <c>iban</c>, <c>phone</c>, <c>us-ssn</c>, <c>ip-address</c>, <c>api-key</c>,
    /// <c>jwt</c>, <c>private-key</c>, <c>prompt-injection</c>.
    /// </summary>
    public required string Pattern { get; init; }

    /// <summary>What happens when the rule finds something.</summary>
    public required GatewayDlpAction Action { get; init; }

    /// <summary>
    /// A word for the trace. <c>low</c>, <c>medium</c>, <c>high</c> and <c>critical</c> are ordered so; the service shows <c>medium</c> and
    /// <c>high</c> only, and other words are taken and rank lowest. Default <c>medium</c>.
    /// </summary>
    public string Severity { get; init; } = "medium";

    /// <summary>Whether the rule is used. Default true.</summary>
    public bool Enabled { get; init; } = true;
}
