namespace Routeur.AI.Tests.RateLimiting;

/// <summary>How a simulated service counts a minute.</summary>
public enum SimulatedWindow
{
    /// <summary>A minute that begins with the first request after the last one ended.</summary>
    Fixed,

    /// <summary>Minutes of the clock, of which 20 seconds are over when the batch begins.</summary>
    Aligned,

    /// <summary>The last sixty seconds.</summary>
    Sliding,
}
