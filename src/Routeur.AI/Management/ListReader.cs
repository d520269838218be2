using System.Text.Json;
using Routeur.AI.Tracing;

namespace Routeur.AI.Management;

/// <summary>
/// Reads lists in OpenAI's envelope, <c>{"object": "list", "data": […]}</c>, page by page; a bare array will do. The service documents no
/// list at all.
/// </summary>
internal static class ListReader
{
    /// <summary>Far more than there can be: a service that always says <c>has_more</c> must not hold a caller for ever.</summary>
    private const int MaxPages = 1000;

    /// <summary>The most that all pages of a list may hold together: 64 MiB.</summary>
    private const long MaxListBytes = 64 * 1024 * 1024;

    /// <param name="calls">Sends the requests.</param>
    /// <param name="request">The request for the first page.</param>
    /// <param name="read">Makes an item; null when what was received is not enough for one.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RouteurException">
    /// A page cannot be understood, or holds an item that cannot: a list with gaps would mislead.
    /// </exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        ManagementCalls calls, ManagementRequest request, Func<TraceFields, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        List<T> items = [];
        long bytes = 0;
        ManagementRequest next = request;
        for (int page = 0; page < MaxPages; page++)
        {
            ListPage<T> received = await calls.ReadJsonAsync(next, json => Page(json, read), cancellationToken, length => bytes += length).ConfigureAwait(false);
            items.AddRange(received.Items);
            if (received.Next is not { } after)
            {
                return items;
            }

            if (bytes > MaxListBytes)
            {
                throw new RouteurException(
                    RouteurErrorCode.InvalidResponse,
                    $"The list is larger than {MaxListBytes / (1024 * 1024)} MiB, the most that is read: {request.Subject}, {page + 1} pages were read.");
            }

            next = request with { Path = $"{request.Path}?{ManagementNames.After}={Uri.EscapeDataString(after)}" };
        }

        throw new RouteurException(RouteurErrorCode.InvalidResponse, $"The list does not end: {request.Subject}, {MaxPages} pages were read.");
    }

    private static ListPage<T>? Page<T>(JsonElement answer, Func<TraceFields, T?> read)
        where T : class
    {
        TraceFields? envelope = answer.ValueKind == JsonValueKind.Object ? new TraceFields(answer) : null;
        JsonElement data = answer;
        if (envelope is not null && !answer.TryGetProperty(ManagementNames.Data, out data))
        {
            return null;
        }

        if (data.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<T> items = new(data.GetArrayLength());
        string? lastId = envelope?.Text(ManagementNames.LastId);
        foreach (JsonElement element in data.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object || read(new TraceFields(element)) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        bool more = items.Count > 0 && envelope?.Flag(ManagementNames.HasMore) is true;
        lastId ??= more ? new TraceFields(data[data.GetArrayLength() - 1]).Text(ManagementNames.Id) : null;
        return new ListPage<T>(items, more ? lastId : null);
    }
}
