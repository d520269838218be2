using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Routeur.AI.Management;

namespace Routeur.AI;

/// <summary>
/// The account's API keys. Get it from <see cref="RouteurClient.ApiKeys"/>; it is thread-safe and lives as long as its client.
/// </summary>
public sealed class RouteurApiKeysClient
{
    private readonly ManagementCalls _calls;

    internal RouteurApiKeysClient(ManagementCalls calls) => _calls = calls;

    /// <summary>Creates a key (<c>POST /v1/api-keys</c>, Preview) [/api-reference/api-keys/create].</summary>
    /// <remarks>
    /// Repeated only after 429 or when no connection came about: anything else might leave keys behind that nobody knows.
    /// </remarks>
    /// <param name="name">A label for people, shown in the dashboard.</param>
    /// <param name="cancellationToken">Stops the call. The key may have been created all the same; its plaintext is then lost.</param>
    /// <returns>The key, with its plaintext, which cannot be had again.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or blank.</exception>
    /// <exception cref="RouteurException">The call failed; the message says so when the key may exist all the same.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.Preview)]
    public Task<CreatedApiKey> CreateAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(ManagementNames.Name, name);
            writer.WriteEndObject();
        }

        var request = new ManagementRequest("POST", ManagementNames.ApiKeys, $"API key \"{name}\"")
        {
            Body = BinaryData.FromBytes(buffer.WrittenMemory),
            Creates = true,
            AnswerIsSecret = true,
        };
        return _calls.ReadAsync(request, CreatedApiKey.Read, cancellationToken);
    }

    /// <summary>
    /// Revokes a key for good (<c>DELETE /v1/api-keys/{id}</c>, Preview): calls with it fail within seconds
    /// [/api-reference/api-keys/revoke].
    /// </summary>
    /// <param name="id">The key's id, <c>key_…</c>: not the secret, which is refused without being sent, and not its prefix.</param>
    /// <param name="cancellationToken">Stops the call. The key may have been revoked all the same.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="id"/> is null, empty, a secret, or holds what no id holds (<c>/</c>, <c>..</c>, <c>?</c>, …).
    /// </exception>
    /// <exception cref="RouteurException">
    /// The call failed; <see cref="RouteurErrorCode.NotFound"/> when there is no such key, or when an earlier attempt of this call has revoked it
    /// (<see cref="RouteurException.Attempts"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [Experimental(ExperimentalIds.Preview)]
    public Task RevokeAsync(string id, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(
            new ManagementRequest("DELETE", $"{ManagementNames.ApiKeys}/{ResourceId.Escape(id, nameof(id))}", $"API key \"{id}\""), cancellationToken);
}
