using System.Collections.ObjectModel;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>Where a routing rule sends a call [/api-reference/routes/object]. Immutable and thread-safe.</summary>
public sealed class RouteAction
{
    /// <summary>
    /// Makes an action. An empty one is what we send with <see cref="RouteActionKind.Auto"/>, for which the service documents no
    /// content.
    /// </summary>
    public RouteAction()
    {
    }

    internal RouteAction(TraceFields fields)
    {
        Provider = fields.Text(ManagementNames.Provider);
        Model = fields.Text(ManagementNames.Model);
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(fields.Rest());
    }

    /// <summary>The provider; needed with <see cref="RouteActionKind.Pin"/>.</summary>
    public string? Provider { get; init; }

    /// <summary>The upstream model; needed with <see cref="RouteActionKind.Pin"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Fields that this version does not know, under their wire names. They are sent too.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;
}
