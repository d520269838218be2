namespace Routeur.AI.LocalGateway;

/// <summary>How the minute of a rate limit is counted: the service does not say.</summary>
public enum GatewayRateWindow
{
    /// <summary>A minute that begins with a key's first request after the last one ended; everything is free again at its end.</summary>
    Fixed,

    /// <summary>The last sixty seconds, in steps of one: what was used becomes free again a minute later, piece by piece.</summary>
    Sliding,
}
