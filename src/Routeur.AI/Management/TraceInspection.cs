using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Globalization;
using Routeur.AI.Routing;

namespace Routeur.AI;

/// <summary>
/// What the headers say about a trace [/api-reference/traces/inspect]. Every property is null when they did not. Immutable and
/// thread-safe.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TraceInspection
{
    internal TraceInspection(PipelineResponseHeaders headers)
    {
        string? code = Value(headers, RouteurHeaderNames.TraceStatus);
        StatusCode = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : null;
        Provider = Value(headers, RouteurHeaderNames.TraceProvider);
        PayloadUrl = Uri.TryCreate(Value(headers, RouteurHeaderNames.TracePayload), UriKind.Absolute, out Uri? address) ? address : null;
    }

    /// <summary>The HTTP status that the original caller saw (<c>X-Routeur-Trace-Status</c>).</summary>
    public int? StatusCode { get; }

    /// <summary>The provider finally used (<c>X-Routeur-Trace-Provider</c>).</summary>
    public string? Provider { get; }

    /// <summary>
    /// A short-lived signed address of the payload archive (<c>X-Routeur-Trace-Payload</c>); null when payload storage is off. Treat it as a
    /// secret. <see cref="ToString"/> never shows it.
    /// </summary>
    public Uri? PayloadUrl { get; }

    /// <summary>Status, provider, and whether there is an archive; never its address.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"TraceInspection {{ StatusCode = {StatusCode}, Provider = {Provider}, HasPayload = {PayloadUrl is not null} }}");

    private static string? Value(PipelineResponseHeaders headers, string name) =>
        headers.TryGetValue(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
