using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text.Json;
using Routeur.AI.Management;

namespace Routeur.AI;

/// <summary>
/// The four views of one call [/guides/request-lifecycle]. A layer that the archive lacks is null: a call that DLP blocked, say, never had the
/// middle two. A layer that is not JSON (a stream's events) is a JSON string. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class PayloadLayers
{
    internal PayloadLayers(Dictionary<string, JsonElement> members)
    {
        CallerRequest = Take(members, ManagementNames.CallerRequest);
        UpstreamRequest = Take(members, ManagementNames.UpstreamRequest);
        UpstreamResponse = Take(members, ManagementNames.UpstreamResponse);
        CallerResponse = Take(members, ManagementNames.CallerResponse);
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(members);
    }

    /// <summary>Layer 1: what the app sent to Routeur, before any redaction.</summary>
    public JsonElement? CallerRequest { get; }

    /// <summary>Layer 2: what was really sent to the provider, after routing and DLP.</summary>
    public JsonElement? UpstreamRequest { get; }

    /// <summary>Layer 3: what the provider answered.</summary>
    public JsonElement? UpstreamResponse { get; }

    /// <summary>Layer 4: what the app really received.</summary>
    public JsonElement? CallerResponse { get; }

    /// <summary>What else the archive holds, under its own names.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>Which layers are there; never their content.</summary>
    public override string ToString()
    {
        (string Name, JsonElement? Layer)[] layers =
        [
            (ManagementNames.CallerRequest, CallerRequest),
            (ManagementNames.UpstreamRequest, UpstreamRequest),
            (ManagementNames.UpstreamResponse, UpstreamResponse),
            (ManagementNames.CallerResponse, CallerResponse),
        ];
        return $"PayloadLayers {{ {string.Join(", ", layers.Where(layer => layer.Layer is not null).Select(layer => layer.Name))} }}";
    }

    private static JsonElement? Take(Dictionary<string, JsonElement> members, string name) =>
        members.Remove(name, out JsonElement layer) && layer.ValueKind != JsonValueKind.Null ? layer : null;
}
