using System.Collections.ObjectModel;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>
/// A model that the account can use [/api-reference/models/object]. Everything but <see cref="Id"/> is null when the service did not say.
/// Immutable and thread-safe.
/// </summary>
public sealed class RouteurModel
{
    private RouteurModel(string id, TraceFields fields)
    {
        Id = id;
        Provider = fields.Text(ManagementNames.Provider);
        Aliases = fields.Texts(ManagementNames.Aliases);
        ContextWindow = fields.Integer(ManagementNames.ContextWindow);
        Pricing = fields.Fields(ManagementNames.Pricing) is { } pricing ? new ModelPricing(pricing) : null;
        Configured = fields.Flag(ManagementNames.Configured);
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(fields.Rest());
    }

    /// <summary>The concrete upstream id, for example <c>gpt-4o-mini</c>.</summary>
    public string Id { get; }

    /// <summary>The provider: <c>openai</c>, <c>gemini</c>, <c>deepseek</c>. The set is open.</summary>
    public string? Provider { get; }

    /// <summary>Names that lead to this model through the default mapping when they are asked for.</summary>
    public IReadOnlyList<string>? Aliases { get; }

    /// <summary>The most tokens, prompt and completion together, that the provider accepts.</summary>
    public long? ContextWindow { get; }

    /// <summary>What it costs.</summary>
    public ModelPricing? Pricing { get; }

    /// <summary>Whether a credential for the provider is mounted. A model without one cannot be routed to.</summary>
    public bool? Configured { get; }

    /// <summary>
    /// Fields that this version does not know, and known ones whose value could not be understood, under their wire names.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>Provider and id.</summary>
    public override string ToString() => $"{Provider ?? "?"}/{Id}";

    internal static RouteurModel? Read(TraceFields fields) => fields.Text(ManagementNames.Id) is { } id ? new RouteurModel(id, fields) : null;
}
