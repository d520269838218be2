namespace Routeur.AI.Soak.Calls;

/// <summary>What the structured calls ask for.</summary>
internal sealed record Forecast(string City, int Degrees);
