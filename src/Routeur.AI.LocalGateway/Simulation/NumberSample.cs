using System.Text.Json;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>A number that fits a schema: 1 where the bounds allow it.</summary>
internal static class NumberSample
{
    public static decimal Of(JsonElement schema, bool whole)
    {
        decimal step = JsonValue.Decimal(schema, "multipleOf") is { } multiple and > 0 ? multiple : whole ? 1 : 0;
        decimal? low = JsonValue.Decimal(schema, "minimum");
        decimal? high = JsonValue.Decimal(schema, "maximum");
        decimal? above = JsonValue.Decimal(schema, "exclusiveMinimum");
        decimal? below = JsonValue.Decimal(schema, "exclusiveMaximum");

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

    private static decimal OnStep(decimal value, decimal step, decimal? high)
    {
        decimal up = Math.Ceiling(value / step) * step;
        return up > high ? Math.Floor(value / step) * step : up;
    }
}
