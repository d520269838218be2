using System.Diagnostics.CodeAnalysis;
using Routeur.AI.Management;

namespace Routeur.AI;

/// <summary>
/// The models that the account can use. Get it from <see cref="RouteurClient.Models"/>; it is thread-safe and lives as long as its
/// client.
/// </summary>
public sealed class RouteurModelsClient
{
    private readonly ManagementCalls _calls;

    internal RouteurModelsClient(ManagementCalls calls) => _calls = calls;

    /// <summary>Gets a model (<c>GET /v1/models/{id}</c>) [/api-reference/models/retrieve].</summary>
    /// <param name="id">
    /// A model's id, or an alias such as <c>auto</c>, which gives the model behind it. Ids may contain slashes; they are sent as <c>%2F</c>.
    /// </param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="id"/> is null, empty, or holds what no model id holds (<c>..</c>, <c>?</c>, <c>#</c>, white space, …).
    /// </exception>
    /// <exception cref="RouteurException">The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such model.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<RouteurModel> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        string escaped = ResourceId.EscapeModel(id, nameof(id));
        return _calls.ReadAsync(
            new ManagementRequest("GET", $"{ManagementNames.Models}/{escaped}", $"model \"{id}\""), RouteurModel.Read, cancellationToken);
    }

    /// <summary>Lists the models.</summary>
    /// <remarks>
    /// Not documented by the service. Our reading: <c>GET /v1/models</c> in OpenAI's list envelope; pages are followed to the last.
    /// </remarks>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RouteurException">The call failed; the message says so when the service does not have the endpoint.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.OurReading)]
    public Task<IReadOnlyList<RouteurModel>> ListAsync(CancellationToken cancellationToken = default) =>
        ListReader.ReadAsync(
            _calls, new ManagementRequest("GET", ManagementNames.Models, "list of models") { IsOurReading = true }, RouteurModel.Read, cancellationToken);
}
