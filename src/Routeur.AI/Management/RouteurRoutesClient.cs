using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Routeur.AI.Management;
using Routeur.AI.Tracing;

namespace Routeur.AI;

/// <summary>
/// The account's routing rules. Get it from <see cref="RouteurClient.Routes"/>; it is thread-safe and lives as long as its client. A change
/// takes effect within a few seconds, since the gateway polls the rules [/api-reference/routes/create].
/// </summary>
public sealed class RouteurRoutesClient
{
    private readonly ManagementCalls _calls;

    internal RouteurRoutesClient(ManagementCalls calls) => _calls = calls;

    /// <summary>Creates a rule (<c>POST /v1/routes</c>, Preview) [/api-reference/routes/create].</summary>
    /// <remarks>
    /// Repeated only after 429 or when no connection came about: nothing else is sure not to have created the rule already.
    /// </remarks>
    /// <param name="route">The rule.</param>
    /// <param name="cancellationToken">Stops the call. The rule may have been created all the same.</param>
    /// <returns>The rule as the service has it now.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="route"/> is null, or has no name, kind or match, or pins without provider and model.
    /// </exception>
    /// <exception cref="RouteurException">The call failed; the message says so when the rule may exist all the same.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.Preview)]
    public Task<RouteurRoute> CreateAsync(RouteDefinition route, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(route);
        Check(route);
        var request = new ManagementRequest("POST", ManagementNames.Routes, $"route \"{route.Name}\"") { Body = RouteWriter.Write(route), Creates = true };
        return _calls.ReadAsync(request, RouteurRoute.Read, cancellationToken);
    }

    /// <summary>Lists the rules, enabled or not, in the service's order.</summary>
    /// <remarks>
    /// Not documented by the service. Our reading: <c>GET /v1/routes</c> in OpenAI's list envelope; pages are followed to the last.
    /// </remarks>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RouteurException">The call failed; the message says so when the service does not have the endpoint.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.OurReading)]
    public Task<IReadOnlyList<RouteurRoute>> ListAsync(CancellationToken cancellationToken = default) =>
        ListReader.ReadAsync(
            _calls, new ManagementRequest("GET", ManagementNames.Routes, "list of routes") { IsOurReading = true }, RouteurRoute.Read, cancellationToken);

    /// <summary>Gets a rule.</summary>
    /// <remarks>Not documented by the service. Our reading: <c>GET /v1/routes/{id}</c>.</remarks>
    /// <param name="id">The rule's id, <c>route_…</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="id"/> is null, empty, or holds what no id holds (<c>/</c>, <c>..</c>, <c>?</c>, …).
    /// </exception>
    /// <exception cref="RouteurException">The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such rule.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.OurReading)]
    public Task<RouteurRoute> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _calls.ReadAsync(OnRoute("GET", id), RouteurRoute.Read, cancellationToken);

    /// <summary>Changes a rule; what <paramref name="changes"/> leaves out stays as it is.</summary>
    /// <remarks>
    /// Not documented by the service. Our reading: <c>PATCH /v1/routes/{id}</c> with the fields to change. An answer without a body
    /// is followed by a <c>GET</c>.
    /// </remarks>
    /// <param name="id">The rule's id, <c>route_…</c>.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="cancellationToken">Stops the call. The rule may have been changed all the same.</param>
    /// <returns>The rule as the service has it now.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="id"/> is no id, or <paramref name="changes"/> is null, changes nothing, or empties name or kind.
    /// </exception>
    /// <exception cref="RouteurException">The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such rule.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.OurReading)]
    public Task<RouteurRoute> UpdateAsync(string id, RouteChanges changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes is { Name: null, Priority: null, Enabled: null, ActionKind: null, Match: null, Action: null })
        {
            throw new ArgumentException("Nothing is to be changed.", nameof(changes));
        }

        if ((changes.Name is not null && string.IsNullOrWhiteSpace(changes.Name)) || changes.ActionKind is { Value: "" })
        {
            throw new ArgumentException($"{nameof(changes.Name)} or {nameof(changes.ActionKind)} is to become empty; leave it null to keep it.", nameof(changes));
        }

        return UpdateAsync(OnRoute("PATCH", id) with { Body = RouteWriter.Write(changes) }, OnRoute("GET", id), cancellationToken);
    }

    /// <summary>Deletes a rule.</summary>
    /// <remarks>Not documented by the service. Our reading: <c>DELETE /v1/routes/{id}</c>.</remarks>
    /// <param name="id">The rule's id, <c>route_…</c>.</param>
    /// <param name="cancellationToken">Stops the call. The rule may have been deleted all the same.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="id"/> is null, empty, or holds what no id holds (<c>/</c>, <c>..</c>, <c>?</c>, …).
    /// </exception>
    /// <exception cref="RouteurException">The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such rule.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.OurReading)]
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _calls.SendAsync(OnRoute("DELETE", id), cancellationToken);

    private async Task<RouteurRoute> UpdateAsync(ManagementRequest update, ManagementRequest get, CancellationToken cancellationToken)
    {
        object answer = await _calls.ReadJsonAsync(
            update,
            static json => json.ValueKind switch
            {
                JsonValueKind.Undefined => new object(),
                JsonValueKind.Object => RouteurRoute.Read(new TraceFields(json)),
                _ => null,
            },
            cancellationToken).ConfigureAwait(false);
        return answer as RouteurRoute ?? await _calls.ReadAsync(get, RouteurRoute.Read, cancellationToken).ConfigureAwait(false);
    }

    private static ManagementRequest OnRoute(string method, string id) =>
        new(method, $"{ManagementNames.Routes}/{ResourceId.Escape(id, nameof(id))}", $"route \"{id}\"") { IsOurReading = true };

    private static void Check(RouteDefinition route)
    {
        string? problem =
            string.IsNullOrWhiteSpace(route.Name) ? $"{nameof(route.Name)} is empty." :
            route.ActionKind.Value.Length == 0 ? $"{nameof(route.ActionKind)} is not set; use {nameof(RouteActionKind.Pin)} or {nameof(RouteActionKind.Auto)}." :
            route.Match is null ? $"{nameof(route.Match)} is null." :
            route.Action is null ? $"{nameof(route.Action)} is null." :
            route.ActionKind == RouteActionKind.Pin && (string.IsNullOrWhiteSpace(route.Action.Provider) || string.IsNullOrWhiteSpace(route.Action.Model)) ?
                $"{nameof(RouteActionKind.Pin)} needs {nameof(route.Action)}.{nameof(RouteAction.Provider)} and {nameof(RouteAction.Model)}." :
            null;
        if (problem is not null)
        {
            throw new ArgumentException(problem, nameof(route));
        }
    }
}
