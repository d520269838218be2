using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text.Json;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>
/// Where a call would go, and why: the answer to a dry run (<see cref="RouteurClient.ResolveRouteAsync"/>). Every property is null when the
/// service did not say; nothing is guessed. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RouteResolution
{
    /// <param name="answer">The whole answer, an object.</param>
    /// <param name="block">The name of the member that holds the resolution; null when the answer itself does.</param>
    /// <param name="decision">What was sent.</param>
    internal RouteResolution(JsonElement answer, string? block, RouteurDecision decision)
    {
        var fields = new TraceFields(block is null ? answer : answer.GetProperty(block));
        Provider = fields.Text("provider");
        Model = fields.Text("model");
        RequestedModel = fields.Text("requested_model");
        RouteReason = fields.Text("route_reason");
        RequestId = fields.Text("request_id");
        Decision = decision;

        Dictionary<string, JsonElement> rest = fields.Rest();
        foreach (JsonProperty field in answer.EnumerateObject())
        {
            if (block is not null && field.Name != block && field.Value.ValueKind != JsonValueKind.Null)
            {
                rest.TryAdd(field.Name, field.Value.Clone());
            }
        }

        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(rest);
    }

    /// <summary>The provider that would be called. The set is open.</summary>
    public string? Provider { get; }

    /// <summary>The upstream model that would be called.</summary>
    public string? Model { get; }

    /// <summary>The alias or model that was asked for, as the service saw it.</summary>
    public string? RequestedModel { get; }

    /// <summary>Why: <c>default</c>, or <c>rule:</c> and the rule's name. What it says for forced targets is not documented.</summary>
    public string? RouteReason { get; }

    /// <summary>The id of the dry run itself, when the service gives it one.</summary>
    public string? RequestId { get; }

    /// <summary>What was sent, and which level of the app decided it.</summary>
    public RouteurDecision Decision { get; }

    /// <summary>
    /// Other fields of the resolution, and of the answer around it, under their wire names. A <c>model</c> in here is the answer's own: what it
    /// means in a dry run is not documented.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>Target and reason in one line.</summary>
    public override string ToString() => $"{Provider ?? "?"}/{Model ?? "?"}{(RouteReason is null ? "" : $" ({RouteReason})")}";
}
