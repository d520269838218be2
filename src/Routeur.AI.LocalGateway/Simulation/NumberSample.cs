using System.Text.Json;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>A number that fits a schema: 1 where the bounds allow it.</summary>
internal static class NumberSample
{
    // Steps and bounds beyond these are not obeyed: decimal arithmetic with them could overflow.
    private const decimal Smallest = 0.000_000_001m;
    private const decimal Largest = 1_000_000_000_000_000_000m;

    public static decimal Of(JsonElement schema, bool whole)
    {
        decimal step = JsonValue.Decimal(schema, "multipleOf") is { } multiple and >= Smallest and <= Largest ? multiple : whole ? 1 : 0;
        decimal? low = Bound(schema, "minimum");
        decimal? high = Bound(schema, "maximum");
        decimal? above = Bound(schema, "exclusiveMinimum");
        decimal? below = Bound(schema, "exclusiveMaximum");

        // Open bounds become closed ones: by a step where there is one, else half way to the other bound.
        if (above is { } a && !(low > a))
        {
            low = step > 0 ? (Math.Floor(a / step) + 1) * step : (a + (high ?? below ?? a + 2)) / 2;
        }

        if (below is { } b && !(high < b))
        {
            high = step > 0 ? (Math.Ceiling(b / step) - 1) * step : (b + (low ?? b - 2)) / 2;
        }

        decimal value = Math.Max(low ?? decimal.MinValue, Math.Min(high ?? decimal.MaxValue, 1));
        return step > 0 ? OnStep(value, step, high) : value;
    }

    private static decimal? Bound(JsonElement schema, string name) =>
        JsonValue.Decimal(schema, name) is { } bound and >= -Largest and <= Largest ? bound : null;

    private static decimal OnStep(decimal value, decimal step, decimal? high)
    {
        decimal up = Math.Ceiling(value / step) * step;
        return up > high ? Math.Floor(value / step) * step : up;
    }
}
