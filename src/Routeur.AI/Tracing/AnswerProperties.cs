using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Routeur.AI.Routing;
using Routeur.AI.Wire;

namespace Routeur.AI.Tracing;

/// <summary>Reads our entries of an answer's properties. A cache, or SK's metadata, may have changed their types.</summary>
internal static class AnswerProperties
{
    public static RouteurTrace? Trace(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(RouteurPropertyNames.TraceBlock, out object? value) && ToElement(value) is { } block
            ? RouteurTrace.FromJson(block)
            : null;

    public static RouteurRateLimits? RateLimits(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null)
        {
            return null;
        }

        long? requests = Count(properties, RouteurPropertyNames.RequestsRemaining);
        long? tokens = Count(properties, RouteurPropertyNames.TokensRemaining);
        return requests is null && tokens is null ? null : new RouteurRateLimits(requests, tokens);
    }

    private static long? Count(AdditionalPropertiesDictionary properties, string name) =>
        properties.TryGetValue(name, out object? value) &&
        long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count)
            ? count
            : null;

    private static JsonElement? ToElement(object? value)
    {
        try
        {
            return value switch
            {
                JsonElement element => element,
                JsonDocument document => document.RootElement,
                JsonNode node => Parse(node.ToJsonString()),
                string text => Parse(text),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Parse(string text) => KeptJson.ToElement(System.Text.Encoding.UTF8.GetBytes(text));
}
