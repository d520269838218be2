using System.ClientModel.Primitives;
using System.Text.Json;
using Routeur.AI.Errors;
using Routeur.AI.RateLimiting;
using Routeur.AI.Routing;
using Routeur.AI.Wire;

namespace Routeur.AI.Budget;

/// <summary>Judges what a failed call may cost.</summary>
internal static class FailedCall
{
    /// <summary>Whether a provider may have worked. What was refused before that costs nothing.</summary>
    public static bool MayHaveCost(Exception exception) => exception switch
    {
        RouteurException error => MayHaveCost(error),
        ObjectDisposedException disposed => TransportErrors.WasSent(disposed),
        ArgumentException or NotSupportedException or NeverSentException => false,
        _ => true,
    };

    /// <summary>How it ended, as the end of a sentence. Never the exception's message, which may quote an answer.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        RouteurException error => $"failed ({error.ErrorCode})",
        OperationCanceledException => "was cancelled",
        _ => $"failed ({exception.GetType().Name})",
    };

    /// <summary>Takes trace and usage from the answer that was the error, when it has them.</summary>
    public static void Read(Exception exception, RoundTrip trip)
    {
        try
        {
            if ((exception as RouteurException)?.GetRawResponse() is { } response)
            {
                Read(response, trip);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a body that nobody has read: it says nothing.
        }
    }

    private static void Read(PipelineResponse response, RoundTrip trip)
    {
        JsonElement root = KeptJson.ToElement(JsonText.Trim(response.Content.ToMemory().Span));
        if (root.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (root.TryGetProperty(RouteurPropertyNames.TraceBlock, out JsonElement block) && RouteurTrace.FromJson(block) is { } trace)
        {
            trip.Take(trace);
        }

        if (root.TryGetProperty("usage", out JsonElement counts) && counts.ValueKind == JsonValueKind.Object)
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(counts.GetRawText()));
            reader.Read();
            if (UsageReader.Read(ref reader, usage: null) is { } usage)
            {
                trip.Take(usage);
            }
        }
    }

    private static bool MayHaveCost(RouteurException error)
    {
        RouteurErrorCode code = error.ErrorCode;
        if (code == RouteurErrorCode.BlockedByModeration)
        {
            // The provider has answered, and its tokens are used up [/guides/output-moderation].
            return true;
        }

        if (code == RouteurErrorCode.BlockedByDlp || code == RouteurErrorCode.ProviderUnconfigured ||
            code == RouteurErrorCode.QueueFull || code == RouteurErrorCode.BudgetExceeded ||
            TransportErrors.NeverReachedTheService(error))
        {
            return false;
        }

        // 408 and 504: the provider worked and was given up. 502 and 503: it failed, or was never asked.
        return error.Status is < 300 or 408 or (>= 500 and not 502 and not 503);
    }
}
