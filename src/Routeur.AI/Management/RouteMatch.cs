using System.Collections.ObjectModel;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>Which calls a routing rule is for [/api-reference/routes/object]. Immutable and thread-safe.</summary>
public sealed class RouteMatch
{
    /// <summary>
    /// Makes a match. One without any condition is sent as <c>{}</c>; whether the service lets it match every call is not documented.
    /// </summary>
    public RouteMatch()
    {
    }

    internal RouteMatch(TraceFields fields)
    {
        RequestedModel = fields.Text(ManagementNames.RequestedModel);
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(fields.Rest());
    }

    /// <summary>The text that the caller's <c>model</c> must be, exactly. The only condition that the service documents.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>Conditions that this version does not know, under their wire names. They are sent too.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;
}
