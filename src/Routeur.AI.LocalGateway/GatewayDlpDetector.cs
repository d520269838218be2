namespace Routeur.AI.LocalGateway;

/// <summary>How a <see cref="GatewayDlpRule"/> finds something [/guides/dlp].</summary>
public enum GatewayDlpDetector
{
    /// <summary>
    /// A .NET regular expression, case-sensitive unless it says otherwise. See <see cref="RouteurLocalGatewayOptions.DlpMatchTimeout"/>.
    /// </summary>
    Regex,

    /// <summary>A literal text, without regard to case.</summary>
    Keyword,

    /// <summary>A category that comes with the gateway.</summary>
    Preset,
}
