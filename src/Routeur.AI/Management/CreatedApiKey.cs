using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>
/// A new API key, with its plaintext, which the service shows this once [/api-reference/api-keys/create]. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The one type of this library that holds another key than its own. The plaintext is a method's result and no property, so that serialisers,
/// loggers that take objects apart, and debuggers do not show it.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CreatedApiKey
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _plaintext;

    private CreatedApiKey(string plaintext, TraceFields fields)
    {
        _plaintext = plaintext;
        Id = fields.Text(ManagementNames.Id);
        Name = fields.Text(ManagementNames.Name);

        // No page lists the answer's other fields: one that repeats the plaintext must not carry it out of here.
        AdditionalProperties = new ReadOnlyDictionary<string, JsonElement>(
            fields.Rest().Where(field => !field.Value.GetRawText().Contains(plaintext, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The id with which the key is revoked; null when the service did not say.</summary>
    public string? Id { get; }

    /// <summary>The name, when the service repeated it.</summary>
    public string? Name { get; }

    /// <summary>Other fields of the answer, under their wire names; never the plaintext.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; }

    /// <summary>
    /// The plaintext, <c>rtr_…</c>. It cannot be had again: store it where secrets are stored, or revoke the key and create another.
    /// </summary>
    public string RevealKey() => _plaintext;

    /// <summary>Id and name; never the plaintext.</summary>
    public override string ToString() => $"CreatedApiKey {{ Id = {Id}, Name = {Name} }}";

    internal static CreatedApiKey? Read(TraceFields fields) =>
        fields.Text(ManagementNames.Key) is { } key && !string.IsNullOrWhiteSpace(key) ? new CreatedApiKey(key, fields) : null;
}
