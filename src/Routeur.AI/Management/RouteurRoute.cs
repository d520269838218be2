using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>
/// A routing rule of the account [/api-reference/routes/object]. Everything but <see cref="Id"/> is null when the service did not say.
/// Immutable and thread-safe.
/// </summary>
public sealed class RouteurRoute
{
    private RouteurRoute(string id, TraceFields fields)
    {
        Id = id;
        Name = fields.Text(ManagementNames.Name);
        Priority = (int?)fields.Integer(ManagementNames.Priority, int.MaxValue, int.MinValue);
        Enabled = fields.Flag(ManagementNames.Enabled);
        ActionKind = fields.Text(ManagementNames.ActionKind) is { } kind && !string.IsNullOrWhiteSpace(kind) ? new RouteActionKind(kind) : null;
        Match = fields.Fields(ManagementNames.Match) is { } match ? new RouteMatch(match) : null;
        Action = fields.Fields(ManagementNames.Action) is { } action ? new RouteAction(action) : null;
        CreatedAt = fields.Instant(ManagementNames.CreatedAt);
        UpdatedAt = fields.Instant(ManagementNames.UpdatedAt);
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(fields.Rest());
    }

    /// <summary>The id, <c>route_…</c>.</summary>
    public string Id { get; }

    /// <summary>The name, which traces show as <c>rule:</c> and this name.</summary>
    public string? Name { get; }

    /// <summary>Rules of higher priority are looked at first.</summary>
    public int? Priority { get; }

    /// <summary>Whether the rule is in force.</summary>
    public bool? Enabled { get; }

    /// <summary>How the rule decides.</summary>
    public RouteActionKind? ActionKind { get; }

    /// <summary>Which calls it is for.</summary>
    public RouteMatch? Match { get; }

    /// <summary>Where it sends them.</summary>
    public RouteAction? Action { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>
    /// Fields that this version does not know, and known ones whose value could not be understood, under their wire names.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>Id, name and priority.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} \"{Name}\" (priority {Priority})");

    internal static RouteurRoute? Read(TraceFields fields) => fields.Text(ManagementNames.Id) is { } id ? new RouteurRoute(id, fields) : null;
}
