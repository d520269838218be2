using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>What a model costs, in US dollars per million tokens [/api-reference/models/object]. Immutable and thread-safe.</summary>
public sealed class ModelPricing
{
    internal ModelPricing(TraceFields fields)
    {
        Prompt = fields.Number(ManagementNames.Prompt);
        Completion = fields.Number(ManagementNames.Completion);
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(fields.Rest());
    }

    /// <summary>US dollars per million prompt tokens, exactly as the service wrote it; null when it did not.</summary>
    public decimal? Prompt { get; }

    /// <summary>US dollars per million completion tokens, exactly as the service wrote it; null when it did not.</summary>
    public decimal? Completion { get; }

    /// <summary>Prices that this version does not know, under their wire names.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>Both prices in one line.</summary>
    public override string ToString() =>
        $"{Price(Prompt)} / {Price(Completion)} USD per million tokens";

    private static string Price(decimal? price) => price?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
